// Coupon codes and why one is refused.

const COUPONS = {
  BENVENUTO10: { percent: 10, until: '2099-12-31' },
  LANA15: { percent: 15, until: '2099-12-31' },
  AUTUNNO20: { percent: 20, until: '2023-11-30' },
};

/** `{ code, percent }`, or `{ reason: 'unknown' | 'expired' }`. */
export function redeem(typed, today = new Date()) {
  const code = typed.trim().toUpperCase();
  const coupon = Object.hasOwn(COUPONS, code) ? COUPONS[code] : undefined;
  if (!coupon) return { reason: 'unknown' };
  if (new Date(`${coupon.until}T23:59:59`) < today) return { reason: 'expired' };
  return { code, percent: coupon.percent };
}
