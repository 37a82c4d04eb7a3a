import { useHotkeys } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { useScreen } from '../stores/screen-store.ts'
import { DeskHeader } from './desk-header.tsx'
import { LineBanner } from './line-banner.tsx'
import { BlockPanel } from './panels/block-panel.tsx'
import { HelpPanel } from './panels/help-panel.tsx'
import { NeedsYouPanel } from './panels/needs-you-panel.tsx'
import { ReservationPanel } from './panels/reservation-panel.tsx'
import { SyncPanel } from './panels/sync-panel.tsx'
import { BlocksScreen } from './screens/blocks-screen.tsx'
import { OccupancyScreen } from './screens/occupancy-screen.tsx'
import { TodayScreen } from './screens/today-screen.tsx'
import { WalkInPanel } from './walk-in/walk-in-panel.tsx'

const SCREENS = { today: TodayScreen, occupancy: OccupancyScreen, blocks: BlocksScreen }

/** Header, the view that is shown, and whatever stands open over it. */
export function DeskFrame() {
  const { t } = useTranslation()
  const view = useScreen((state) => state.view)
  useDeskShortcuts()
  const Screen = SCREENS[view]
  return (
    <div className="kr-desk">
      <a className="kr-skip" href="#kr-main">
        {t('app.skip')}
      </a>
      <DeskHeader />
      <LineBanner />
      <main id="kr-main" className="kr-main" tabIndex={-1}>
        <Screen />
      </main>
      <WalkInPanel />
      <BlockPanel />
      <ReservationPanel />
      <NeedsYouPanel />
      <SyncPanel />
      <HelpPanel />
    </div>
  )
}

/** Single keys work only outside fields, and not while a form stands open: a slip must not throw it away. */
function useDeskShortcuts() {
  const { panel, open, show } = useScreen()
  const free = panel.kind !== 'walkIn' && panel.kind !== 'block'
  const when = (run: () => void) => () => {
    if (free) run()
  }
  useHotkeys([
    ['w', when(() => open({ kind: 'walkIn' }))],
    ['b', when(() => open({ kind: 'block' }))],
    ['n', when(() => open({ kind: 'needsYou' }))],
    ['s', when(() => open({ kind: 'sync' }))],
    ['1', when(() => show('today'))],
    ['2', when(() => show('occupancy'))],
    ['3', when(() => show('blocks'))],
    [
      '/',
      when(() => {
        show('today')
        focusSearch()
      }),
    ],
    ['shift+?', when(() => open({ kind: 'help' }))],
    ['?', when(() => open({ kind: 'help' }))],
  ])
}

/** The field may be on a view that is only now being shown. */
function focusSearch(): void {
  requestAnimationFrame(() => document.getElementById('kr-search')?.focus())
}
