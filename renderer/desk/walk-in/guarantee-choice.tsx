import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { WalkInDraft } from '../../stores/walk-in-draft.ts'

type Guarantee = WalkInDraft['guarantee']

const CHOICES: readonly Guarantee[] = ['pay_at_desk', 'card', 'none']

/** What stands behind the booking. */
export function GuaranteeChoice({ value, onChange }: { value: Guarantee; onChange: (value: Guarantee) => void }) {
  const { t } = useTranslation()
  return (
    <div>
      <p className="kr-label" id="walk-in-guarantee">
        {t('walkIn.guarantee')}
      </p>
      <SegmentedControl<Guarantee>
        aria-labelledby="walk-in-guarantee"
        value={value}
        onChange={onChange}
        data={CHOICES.map((choice) => ({ value: choice, label: t(`word.guaranteeLong.${choice}`) }))}
        fullWidth
      />
    </div>
  )
}
