import { useHotkeys } from '@mantine/hooks'
import { Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { RowsLoading } from '../components/state-notes.tsx'
import { type Panel, useScreen } from '../stores/screen-store.ts'
import { CommandPalette } from './command-palette.tsx'
import { ACTIONS } from './desk-actions.ts'
import { DeskHeader } from './desk-header.tsx'
import { DeskRail } from './desk-rail.tsx'
import { LineDownGuide } from './guide/line-down-guide.tsx'
import { TourOffer } from './guide/tour-offer.tsx'
import { LineBanner } from './line-banner.tsx'
import { BlockPanel } from './panels/block-panel.tsx'
import { HelpPanel } from './panels/help-panel.tsx'
import { NeedsYouPanel } from './panels/needs-you-panel.tsx'
import { SyncPanel } from './panels/sync-panel.tsx'
import { ReservationPanel } from './reservation/reservation-panel.tsx'
import { ViewBoundary } from './view-boundary.tsx'
import { VIEWS, fetchViews } from './views.ts'
import { WalkInPanel } from './walk-in/walk-in-panel.tsx'

/** Header, navigation, the view that is shown, and whatever stands open over it. */
export function DeskFrame() {
  const { t } = useTranslation()
  const view = useScreen((state) => state.view)
  useDeskShortcuts()
  useEffect(() => void fetchViews(), [])
  const Screen = VIEWS.find(({ name }) => name === view)?.Screen
  return (
    <div className="kr-desk">
      <a className="kr-skip" href="#kr-main">
        {t('app.skip')}
      </a>
      <DeskHeader />
      <LineBanner />
      <div className="kr-below">
        <DeskRail />
        <main id="kr-main" className="kr-main" tabIndex={-1}>
          <ViewBoundary key={view}>
            <Suspense fallback={<RowsLoading rows={8} height={46} />}>{Screen ? <Screen /> : null}</Suspense>
          </ViewBoundary>
        </main>
      </div>
      <WalkInPanel />
      <BlockPanel />
      <ReservationPanel />
      <NeedsYouPanel />
      <SyncPanel />
      <HelpPanel />
      <LineDownGuide />
      <TourOffer />
      <CommandPalette />
    </div>
  )
}

/** What stands open to be read, and loses nothing when something else is opened. */
const FREE_PANELS: ReadonlySet<Panel['kind']> = new Set(['none', 'sync', 'needsYou', 'help', 'lineDown'])

/** Single keys work only outside fields, and not while a form stands open: a slip must not throw it away. */
function useDeskShortcuts() {
  const { panel, show } = useScreen()
  const free = FREE_PANELS.has(panel.kind)
  const when = (run: () => void) => () => {
    if (free) run()
  }
  useHotkeys([
    ...VIEWS.map(({ name, keys }): [string, () => void] => [keys, when(() => show(name))]),
    ...ACTIONS.flatMap(({ hotkeys, run, keepsForms }) =>
      hotkeys.map((keys): [string, () => void] => [keys, keepsForms === true ? run : when(run)]),
    ),
  ])
}
