/** The views of every topic. */
export * from './views/common.ts'
export * from './views/exceptions.ts'
export * from './views/hotel.ts'
export * from './views/reservation.ts'
export * from './views/rooms.ts'
export * from './views/stay.ts'
export * from './views/sync.ts'
