import { createSpotlight } from '@mantine/spotlight'

/** The command palette: whether it stands open, and what opens it. */
export const [paletteStore, palette] = createSpotlight()
