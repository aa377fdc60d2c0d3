import { describe, expect, it } from 'vitest'
import type { Area } from '../../../src/pipeline/report/buyers/title-areas.ts'
import { type Rank, readTitle } from '../../../src/pipeline/report/buyers/titles.ts'

describe('readTitle', () => {
  it.each<[string, Rank, Area[]]>([
    ['Superintendent of Schools', 'head', ['executive']],
    ['Asst. Supt. for Teaching & Learning', 'chief', ['curriculum']],
    ['Deputy Superintendent', 'chief', ['executive']],
    ['Highway Superintendent', 'manager', ['public_works']],
    ['CIO', 'chief', ['technology']],
    ['Chief Information Security Officer', 'chief', ['infosec']],
    ['Director of IT (Interim)', 'director', ['technology']],
    ['Deputy IT Director', 'manager', ['technology']],
    ['Dir. Maint. & Ops.', 'director', ['facilities', 'operations']],
    ['Chief Business Official', 'chief', ['finance']],
    ['Procurement and Contracts Officer', 'manager', ['procurement']],
    ['Director of Financial Aid', 'director', ['enrollment']],
    ['Public Information Officer', 'manager', ['communications']],
    ['City Manager', 'head', ['executive']],
    ['City Clerk', 'director', ['clerk']],
    ['County Engineer', 'director', ['public_works']],
    ['Chief of Police', 'head', ['police']],
    ['Fire Chief', 'head', ['fire']],
    ['Vice President for Student Success', 'chief', ['student_services', 'advising']],
    ['Provost', 'chief', ['academic']],
    ['University Registrar', 'director', ['registrar']],
    ['Supervisor - Pupil Personnel / Truancy', 'manager', ['student_services']],
    ['Child Nutrition Director', 'director', ['nutrition']],
    ['Library Director', 'director', ['library']],
    ['Directora de Tecnología', 'director', ['technology']],
    ['Jefe de Compras', 'director', ['procurement']],
    ['Board President', 'chief', ['board']],
    ['Executive Assistant to the Superintendent', 'support', []],
    ['Administrative Assistant, Technology', 'support', ['technology']],
    ['Academic Advisor', 'staff', []],
    ['Math Teacher', 'staff', []],
    ['Superintendent of Streets', 'manager', ['public_works']],
  ])('reads %s', (title, rank, areas) => {
    expect(readTitle(title)).toMatchObject({ rank, areas })
  })

  it('knows who is gone and who is there for now', () => {
    expect(readTitle('Provost (Retired)').isFormer).toBe(true)
    expect(readTitle('Former Director of Curriculum').isFormer).toBe(true)
    expect(readTitle('Professor Emerita').isFormer).toBe(true)
    expect(readTitle('Acting CFO')).toMatchObject({ isInterim: true, isFormer: false })
    expect(readTitle('Director of Exhibits')).toMatchObject({ isInterim: false, isFormer: false })
  })

  it('takes the source’s own titles as a second hint only', () => {
    expect(readTitle('Captain of the Ship', ['Chief Technology Officer']).areas).toEqual(['technology'])
    expect(readTitle('Captain of the Ship', ['Chief Technology Officer']).rank).toBe('manager')
    expect(readTitle('Director of Finance', ['Chief Technology Officer']).areas).toEqual(['finance'])
    expect(readTitle(null, ['Chief Technology Officer'])).toMatchObject({ areas: ['technology'], rank: 'chief' })
    expect(readTitle(null)).toMatchObject({ areas: [], rank: 'staff' })
  })

  it('does not take the word it for a department', () => {
    expect(readTitle('Keep it simple').areas).toEqual([])
    expect(readTitle('I.T. Manager').areas).toEqual(['technology'])
  })
})
