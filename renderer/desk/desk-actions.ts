import {
  IconAlertTriangle,
  IconCloud,
  IconDoorEnter,
  IconKeyboard,
  IconLock,
  IconLockAccess,
  IconSearch,
} from '@tabler/icons-react'
import { useScreen } from '../stores/screen-store.ts'
import { useStaffSession } from '../stores/staff-session.ts'

export interface DeskAction {
  /** Its text stands under `action.<name>`. */
  readonly name: 'walkIn' | 'block' | 'search' | 'needsYou' | 'sync' | 'help' | 'lock'
  readonly Icon: typeof IconSearch
  /** The key as it stands on its cap. */
  readonly keys: string
  /** The key as `useHotkeys` takes it. */
  readonly hotkeys: readonly string[]
  readonly run: () => void
  /** A form that stands open is there again afterwards: the key works over it too. */
  readonly keepsForms?: true
  /** Is there anything to do now? */
  readonly isOpen?: () => boolean
}

const open = useScreen.getState().open

/** What can be done from any view: one entry each, for shortcuts, palette and help. */
export const ACTIONS: readonly DeskAction[] = [
  { name: 'walkIn', Icon: IconDoorEnter, keys: 'W', hotkeys: ['w'], run: () => open({ kind: 'walkIn' }) },
  { name: 'block', Icon: IconLockAccess, keys: 'B', hotkeys: ['b'], run: () => open({ kind: 'block' }) },
  { name: 'search', Icon: IconSearch, keys: '/', hotkeys: ['/'], run: showSearch },
  { name: 'needsYou', Icon: IconAlertTriangle, keys: 'N', hotkeys: ['n'], run: () => open({ kind: 'needsYou' }) },
  { name: 'sync', Icon: IconCloud, keys: 'S', hotkeys: ['s'], run: () => open({ kind: 'sync' }) },
  {
    name: 'lock',
    Icon: IconLock,
    keys: 'L',
    hotkeys: ['l'],
    keepsForms: true,
    run: () => useStaffSession.getState().end('locked'),
    isOpen: () => useStaffSession.getState().session !== null,
  },
  { name: 'help', Icon: IconKeyboard, keys: '?', hotkeys: ['?', 'shift+?'], run: () => open({ kind: 'help' }) },
]

function showSearch(): void {
  useScreen.getState().show('today')
  // The field may be on a view that is only now being shown.
  requestAnimationFrame(() => document.getElementById('kr-search')?.focus())
}
