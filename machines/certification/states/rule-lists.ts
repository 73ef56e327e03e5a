/** Rules of what the certification body records of itself: its role, and dates that are neither ahead nor out of order. */
export const bodyRules = ['ROLE-02', 'DATE-01', 'DATE-02'] as const;

/** Rules of what a person decides about a certificate, never a clock and never who audited. */
export const decisionRules = ['SOD-11', 'R-DEC-01', ...bodyRules] as const;

/** Rules that every audit keeps when it is given dates and a team. */
export const auditRules = [
  ...(['R-APP-05', 'R-IMP-01', 'PLAN-01'] as const),
  ...(['SOD-03', 'SOD-07', 'SOD-08', 'ROLE-02'] as const),
] as const;

/** Rules that every determination of audit time keeps. */
export const timeRules = [
  ...(['R-TIME-01', 'R-TIME-02', 'R-TIME-03', 'R-TIME-04'] as const),
  ...(['R-TIME-05', 'R-TIME-06', 'R-TIME-09'] as const),
] as const;
