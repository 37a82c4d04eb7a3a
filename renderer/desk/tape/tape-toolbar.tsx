import { ActionIcon, Button, Group, Popover, SegmentedControl } from '@mantine/core'
import { IconCalendarDot, IconChevronLeft, IconChevronRight, IconListDetails } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type LocalDate, addDays } from '../../../shared/domain/stay-dates.ts'
import { DateField } from '../../components/date-field.tsx'
import { Shortcut } from '../../components/shortcut.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { useTape } from '../../stores/tape-store.ts'
import { TapeLegend } from './tape-legend.tsx'
import { ZOOMS } from './tape-scale.ts'

const YEARS_BACK = 2

/** Which nights are on the screen, and how many. */
export function TapeToolbar({ onGoTo }: { readonly onGoTo: (day: LocalDate) => void }) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const zoom = useTape((state) => state.zoom)
  const setZoom = useTape((state) => state.setZoom)
  const [hasLegend, setLegend] = useState(false)
  const leftDay = useTape((state) => state.leftDay) ?? hotel.businessDate
  return (
    <div className="kr-tape-toolbar">
      <Group gap={6} wrap="nowrap">
        <ActionIcon
          variant="default"
          size={34}
          aria-label={t('tape.earlier')}
          onClick={() => onGoTo(addDays(leftDay, -zoom))}
        >
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <Button
          variant="default"
          aria-keyshortcuts="t"
          leftSection={<IconCalendarDot size={16} aria-hidden />}
          rightSection={<Shortcut keys="T" />}
          onClick={() => onGoTo(addDays(hotel.businessDate, -1))}
        >
          {t('tape.today')}
        </Button>
        <ActionIcon
          variant="default"
          size={34}
          aria-label={t('tape.later')}
          onClick={() => onGoTo(addDays(leftDay, zoom))}
        >
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
      </Group>
      <div className="kr-tape-goto">
        <DateField
          label={t('tape.goTo')}
          value={leftDay}
          min={addDays(hotel.businessDate, -366 * YEARS_BACK)}
          base={hotel.businessDate}
          format={format.day}
          onChange={onGoTo}
        />
      </div>
      <SegmentedControl
        aria-label={t('tape.zoom')}
        data-testid="tape-zoom"
        value={String(zoom)}
        data={ZOOMS.map((count) => ({ value: String(count), label: t('tape.zoomNights', { count }) }))}
        onChange={(value) => setZoom(ZOOMS.find((one) => String(one) === value) ?? zoom)}
      />
      <Popover position="bottom-end" withArrow shadow="md" opened={hasLegend} onChange={setLegend}>
        <Popover.Target>
          <Button
            variant="subtle"
            color="gray"
            onClick={() => setLegend(!hasLegend)}
            onKeyDown={({ key }) => {
              if (key === 'Escape') setLegend(false)
            }}
            leftSection={<IconListDetails size={16} aria-hidden />}
          >
            {t('tape.legend.title')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown data-testid="tape-legend">
          <TapeLegend />
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}
