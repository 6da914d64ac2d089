/** What becomes of the part below a whole unit. */
export enum Rounding {
  /** To the nearest; a half goes away from zero. What bills use unless a policy says otherwise. */
  HalfAwayFromZero,
  /** To the nearest; a half goes to the even neighbour. */
  HalfEven,
  /** To the nearest; a half goes up, towards positive infinity, also below zero. */
  HalfUp,
  /** To the nearest; a half goes towards zero. */
  HalfTowardsZero,
  /** Towards zero. */
  Truncate,
  /** Away from zero. */
  AwayFromZero,
  /** Towards negative infinity. */
  Floor,
  /** Towards positive infinity. */
  Ceiling,
}

/**
 * Whether the magnitude of a truncated quotient takes one more.
 *
 * @param half how the remainder compares with half a unit: negative below, 0 exactly half, positive above
 * @param exact no remainder at all
 * @param odd the truncated magnitude is odd
 */
export function takesOneMore(rounding: Rounding, negative: bool, half: i32, exact: bool, odd: bool): bool {
  if (exact) return false;
  switch (rounding) {
    case Rounding.Truncate:
      return false;
    case Rounding.AwayFromZero:
      return true;
    case Rounding.Floor:
      return negative;
    case Rounding.Ceiling:
      return !negative;
    default:
      if (half != 0) return half > 0;
      if (rounding == Rounding.HalfEven) return odd;
      if (rounding == Rounding.HalfUp) return !negative;
      return rounding == Rounding.HalfAwayFromZero;
  }
}
