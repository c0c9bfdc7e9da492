/** Whether a fact of an account is there and not only stood in for: stand-ins are names in angle brackets. */
export const isGiven = (fact: string | undefined): boolean => fact !== undefined && !fact.startsWith('<');
