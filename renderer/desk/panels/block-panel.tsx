import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { newBlockId } from '../../../shared/domain/ids.ts'
import { SidePanel } from '../../components/side-panel.tsx'
import { browserClock, browserRng } from '../../data/browser-ports.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { newBlockDraft } from '../../stores/block-draft.ts'
import { useBlockDraft } from '../../stores/block-store.ts'
import { useScreen } from '../../stores/screen-store.ts'
import { BlockForm } from './block-form.tsx'

export function BlockPanel() {
  const { t } = useTranslation()
  const opened = useScreen(({ panel }) => panel.kind === 'block')
  const close = useScreen((state) => state.close)
  return (
    <SidePanel title={t('blockForm.title')} opened={opened} onClose={close} size={520} testId="block-panel">
      <Inside />
    </SidePanel>
  )
}

function Inside() {
  const { hotel } = useHotel()
  const { draft, begin } = useBlockDraft()
  useEffect(() => {
    if (draft === null) begin(newBlockDraft(newBlockId(browserClock, browserRng), hotel.businessDate))
  }, [draft, begin, hotel.businessDate])
  return draft ? <BlockForm draft={draft} /> : null
}
