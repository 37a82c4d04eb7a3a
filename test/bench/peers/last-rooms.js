/** What is left of the type that night, counted in a document as their tutorials do. */
export const LEFT = { id: 'inventory last-rooms', entity: 'inventory' }

/**
 * Sells rooms one by one as long as the count says that there are some: takes one from it, and writes the sale down.
 * Tells how many were sold to somebody.
 */
export async function sellRooms({ rooms, by, times }) {
  for (let sold = 0; sold < times; sold++) {
    if ((await rooms.left()) < 1) return sold
    await rooms.takeOne()
    await rooms.insert({ id: `sale ${by} ${sold + 1}`, entity: 'sale', row: { by } })
  }
  return times
}

/** The count and the sales as they stand at this end. */
export async function endOf(rooms) {
  return { left: await rooms.left(), sales: await rooms.sales() }
}
