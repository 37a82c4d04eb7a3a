import {
  IconBed,
  IconCalendarDollar,
  IconCalendarWeek,
  IconCash,
  IconChartBar,
  IconLockAccess,
  IconMoonStars,
  IconPrinter,
  IconSunHigh,
  IconUsers,
} from '@tabler/icons-react'
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { ViewName } from '../stores/screen-store.ts'

interface View {
  readonly name: ViewName
  readonly Icon: typeof IconBed
  /** The key that shows it, anywhere outside fields. */
  readonly keys: string
  /** Loads the screen; `null`: there is none yet, and nothing names the view. */
  readonly load: (() => Promise<ComponentType>) | null
}

/** A view that can be shown. Its texts stand under `view.<name>` and `viewHint.<name>`. */
export type OpenView = Omit<View, 'load'> & { readonly Screen: LazyExoticComponent<ComponentType> }

/** Every view of the desk, in the order of the navigation: one entry each, for navigation, palette, shortcuts and help. */
const ALL: readonly View[] = [
  {
    name: 'today',
    Icon: IconSunHigh,
    keys: '1',
    load: async () => (await import('./screens/today-screen.tsx')).TodayScreen,
  },
  {
    name: 'tape',
    Icon: IconCalendarWeek,
    keys: '2',
    load: async () => (await import('./tape/tape-screen.tsx')).TapeScreen,
  },
  {
    name: 'rooms',
    Icon: IconBed,
    keys: '3',
    load: async () => (await import('./rooms/rooms-screen.tsx')).RoomsScreen,
  },
  {
    name: 'guests',
    Icon: IconUsers,
    keys: '4',
    load: async () => (await import('./guests/guests-screen.tsx')).GuestsScreen,
  },
  {
    name: 'rates',
    Icon: IconCalendarDollar,
    keys: '5',
    load: async () => (await import('./rates/rates-screen.tsx')).RatesScreen,
  },
  {
    name: 'occupancy',
    Icon: IconChartBar,
    keys: '6',
    load: async () => (await import('./screens/occupancy-screen.tsx')).OccupancyScreen,
  },
  {
    name: 'blocks',
    Icon: IconLockAccess,
    keys: '7',
    load: async () => (await import('./screens/blocks-screen.tsx')).BlocksScreen,
  },
  {
    name: 'night',
    Icon: IconMoonStars,
    keys: '8',
    load: async () => (await import('./night/night-screen.tsx')).NightScreen,
  },
  {
    name: 'cashier',
    Icon: IconCash,
    keys: '9',
    load: async () => (await import('./cashier/cashier-screen.tsx')).CashierScreen,
  },
  {
    name: 'downtime',
    Icon: IconPrinter,
    keys: '0',
    load: async () => (await import('./downtime/downtime-screen.tsx')).DowntimeScreen,
  },
]

const loads: (() => Promise<unknown>)[] = []

export const VIEWS: readonly OpenView[] = ALL.flatMap(({ load, ...view }) => {
  if (load === null) return []
  loads.push(load)
  return [{ ...view, Screen: lazy(async () => ({ default: await load() })) }]
})

/** Fetches every screen's code while the host is there to give it: a desk whose host is away still changes views. */
export async function fetchViews(): Promise<void> {
  for (const load of loads) await load().catch(() => undefined) // asked for again when it is shown
}
