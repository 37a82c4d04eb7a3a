/** A point on the Earth in degrees: latitude -90 to 90, longitude -180 to 180. */
export interface Place {
  readonly latitude: number
  readonly longitude: number
}

/** Degrees that hold a circle. Where `west` is greater than `east` they cross the date line. */
export interface PlaceBox {
  readonly south: number
  readonly north: number
  readonly west: number
  readonly east: number
}

/** Mean radius of the Earth (IUGG). */
const EARTH_RADIUS_METRES = 6_371_009

/** Along the surface of a sphere, in whole metres, by the haversine formula: within 0.6 % of the true one. Rule SIS-01. */
export function distanceMetres(a: Place, b: Place): number {
  const dLat = radians(b.latitude - a.latitude)
  const dLon = radians(b.longitude - a.longitude)
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLon / 2) ** 2
  return Math.round(2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(h))))
}

/** What an index can look for: every place within the radius lies in the box, and some more do. Rule SIS-01. */
export function boxAround({ latitude, longitude }: Place, radiusMetres: number): PlaceBox {
  const angle = radiusMetres / EARTH_RADIUS_METRES
  const south = latitude - degrees(angle)
  const north = latitude + degrees(angle)
  if (south <= -90 || north >= 90) {
    return { south: Math.max(south, -90), north: Math.min(north, 90), west: -180, east: 180 }
  }
  const reach = degrees(Math.asin(Math.min(1, Math.sin(angle) / Math.cos(radians(latitude)))))
  return { south, north, west: onGlobe(longitude - reach), east: onGlobe(longitude + reach) }
}

function onGlobe(longitude: number): number {
  if (longitude < -180) return longitude + 360
  return longitude > 180 ? longitude - 360 : longitude
}

function radians(angle: number): number {
  return (angle * Math.PI) / 180
}

function degrees(angle: number): number {
  return (angle * 180) / Math.PI
}
