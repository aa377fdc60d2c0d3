/**
 * Ends this process with SIGKILL, as the machine would: at a place named in advance, when it is passed for the n-th
 * time. A place is written `card:performed`, or `card:performed#2` for the second passing; `any#17` is the seventeenth
 * passing of any place at all.
 */
export type Killer = {
  /** Counting begins anew; null disarms. */
  arm: (at: string | null) => void
  passed: (place: string) => void
}

export function createKiller(watch: (place: string) => void = () => undefined): Killer {
  let wanted: { place: string; left: number } | null = null
  const count = (place: string) => {
    if (wanted?.place !== place) return
    wanted.left -= 1
    if (wanted.left === 0) process.kill(process.pid, 'SIGKILL')
  }
  return {
    arm(at) {
      const [place = '', nth = '1'] = (at ?? '').split('#')
      wanted = at === null ? null : { place, left: Number(nth) }
    },
    passed(place) {
      watch(place)
      count(place)
      count('any')
    },
  }
}
