import { useTranslation } from 'react-i18next'
import { SidePanel } from '../../components/side-panel.tsx'
import { useScreen } from '../../stores/screen-store.ts'
import { ExceptionTray } from '../exceptions/exception-tray.tsx'

/** Everything that a person has to settle, over whatever view is shown. */
export function NeedsYouPanel() {
  const { t } = useTranslation()
  const { panel, close } = useScreen()
  return (
    <SidePanel
      title={t('exceptionTray.title')}
      opened={panel.kind === 'needsYou'}
      onClose={close}
      size={680}
      testId="needs-you-panel"
    >
      <ExceptionTray />
    </SidePanel>
  )
}
