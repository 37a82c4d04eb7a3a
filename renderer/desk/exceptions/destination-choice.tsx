import { Button, Group, Radio, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../components/notice.tsx'
import { EmptyNote, RowsLoading } from '../../components/state-notes.tsx'
import { useCodeText } from '../../data/hotel-provider.tsx'
import { useDeskAsk } from '../../data/use-desk-ask.ts'
import { useMoneyIn } from '../../data/use-money-in.ts'
import { type Destination, type Leaving, NO_HAND, type NearHotel } from './elsewhere-plan.ts'

interface Props {
  readonly leaving: Leaving
  readonly destination: Destination
  readonly onChoose: (destination: Destination) => void
}

/** A near hotel that the chain finds, asked for once by a press; or one that was rung. */
export function DestinationChoice({ leaving, destination, onChoose }: Props) {
  const { t } = useTranslation()
  const textOf = useCodeText()
  const { asked, ask } = useDeskAsk('sister.search')
  const [byHand, setByHand] = useState(false)
  const { arrival, departure, adults, children } = leaving
  const look = () => {
    setByHand(false)
    onChoose(NO_HAND)
    ask({ arrival, departure, adults, children })
  }
  return (
    <section aria-labelledby="kr-where" className="kr-where">
      <h3 id="kr-where">{t('elsewhere.where')}</h3>
      <Group gap="xs">
        <Button
          size="xs"
          variant={asked.state === 'idle' && !byHand ? 'filled' : 'default'}
          loading={asked.state === 'asking'}
          data-testid="sister-search"
          onClick={look}
        >
          {asked.state === 'idle' ? t('elsewhere.find') : t('elsewhere.findAgain')}
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-pressed={byHand}
          data-testid="by-hand"
          onClick={() => {
            setByHand(true)
            onChoose(NO_HAND)
          }}
        >
          {t('elsewhere.byHand')}
        </Button>
      </Group>
      {asked.state === 'asking' ? <RowsLoading rows={3} height={44} /> : null}
      {asked.state === 'refused' ? (
        <Notice tone="attention" role="alert">
          {textOf(asked.error)}
        </Notice>
      ) : null}
      {asked.state === 'answered' && !byHand ? (
        <NearHotels hotels={asked.value.hotels} destination={destination} onChoose={onChoose} />
      ) : null}
      {byHand || asked.state === 'refused' ? (
        <ByHand destination={destination.by === 'hand' ? destination : NO_HAND} onChoose={onChoose} />
      ) : null}
    </section>
  )
}

interface NearProps {
  readonly hotels: readonly NearHotel[]
  readonly destination: Destination
  readonly onChoose: (destination: Destination) => void
}

function NearHotels({ hotels, destination, onChoose }: NearProps) {
  const { t } = useTranslation()
  const moneyIn = useMoneyIn()
  const rooms = hotels.flatMap((hotel) => hotel.roomTypes.map((type) => ({ hotel, type })))
  if (rooms.length === 0) return <EmptyNote title={t('elsewhere.none')} />
  return (
    <Radio.Group
      aria-label={t('elsewhere.byChain')}
      value={destination.by === 'chain' ? keyOf(destination) : ''}
      onChange={(key) => {
        const chosen = rooms.find((room) => keyOf(room) === key)
        if (chosen) onChoose({ by: 'chain', ...chosen })
      }}
    >
      <Stack gap={6} data-testid="near-hotels">
        {rooms.map(({ hotel, type }) => (
          <Radio.Card key={keyOf({ hotel, type })} value={keyOf({ hotel, type })} className="kr-choice">
            <Radio.Indicator />
            <span className="kr-choice-text">
              <strong>
                {hotel.name} · {type.name}
              </strong>
              <span className="kr-muted">
                {t('elsewhere.away', { km: (hotel.distanceMetres / 1000).toFixed(1) })} · {hotel.city}
                {hotel.phone === null ? '' : ` · ${hotel.phone}`}
              </span>
              <span className="kr-choice-end">
                <strong>{moneyIn(hotel.currency, type.totalMinor)}</strong>{' '}
                <span className="kr-muted">{t('elsewhere.left', { count: type.available })}</span>
              </span>
            </span>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  )
}

function keyOf({ hotel, type }: { hotel: NearHotel; type: NearHotel['roomTypes'][number] }): string {
  return `${hotel.hotelId}/${type.roomTypeId}`
}

type Hand = Destination & { readonly by: 'hand' }

function ByHand({ destination, onChoose }: { destination: Hand; onChoose: (hand: Hand) => void }) {
  const { t } = useTranslation()
  const field = (name: 'hotel' | 'code' | 'address' | 'phone', isOptional: boolean) => (
    <TextInput
      label={t(`elsewhere.${name}`)}
      description={isOptional ? t('elsewhere.optional') : undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={destination[name]}
      maxLength={name === 'address' ? 200 : 60}
      autoComplete="off"
      onChange={(event) => onChoose({ ...destination, [name]: event.currentTarget.value })}
    />
  )
  return (
    <div data-testid="hand-fields">
      <p className="kr-muted">{t('elsewhere.byHandHint')}</p>
      <div className="kr-fields-pair">
        {field('hotel', false)}
        {field('code', false)}
        {field('address', true)}
        {field('phone', true)}
      </div>
    </div>
  )
}
