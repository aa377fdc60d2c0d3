import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type TcpGate = {
  port: number
  /** Cuts every connection and refuses new ones until `open`. */
  shut(): void
  open(): void
  close(): Promise<void>
}

/** A door in front of a TCP server, such as Postgres, that a test can shut: the network as it fails for real. */
export async function createTcpGate(target: { host: string; port: number }): Promise<TcpGate> {
  const sockets = new Set<Socket>()
  let isShut = false
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  }
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((inward) => {
    keep(inward)
    if (isShut) {
      inward.destroy()
      return
    }
    const outward = connect(target)
    keep(outward)
    inward.pipe(outward).pipe(inward)
    inward.once('close', () => outward.destroy())
    outward.once('close', () => inward.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    shut() {
      isShut = true
      cut()
    },
    open() {
      isShut = false
    },
    async close() {
      cut()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
