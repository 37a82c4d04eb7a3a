/** Where a hub listens unless told otherwise. */
export const DEFAULT_HUB_PORT = 4610
