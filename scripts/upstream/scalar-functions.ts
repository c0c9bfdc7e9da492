/** Functions of strings, numbers and types: their arguments are used as they stand. From sprig and Helm. */
export const SCALAR_FUNCTIONS: ReadonlySet<string> = new Set(
  `quote split abbrev abbrevboth add add1 add1f addf adler32sum ago atoi b32dec b32enc b64dec b64enc base bcrypt biggest
  buildCustomCert call camelcase cat ceil clean contains date dateInZone date_in_zone dateModify date_modify
  decryptAES deepEqual derivePassword dir div divf duration durationRound empty encryptAES eq ext fail float64 floor
  fromJson fromJsonArray fromToml fromYaml fromYamlArray ge genCA genCAWithKey genPrivateKey genSelfSignedCert
  genSelfSignedCertWithKey genSignedCert getHostByName gt hasPrefix hasSuffix hello htmlDate htmlDateInZone html
  htpasswd indent initials int int64 isAbs js kebabcase kindIs kindOf le len lookup lower lt max maxf min minf mod
  mul mulf must_date_modify mustDateModify mustFromJson mustFromYaml mustRegexFind mustRegexFindAll mustRegexMatch mustRegexReplaceAll
  mustRegexReplaceAllLiteral mustRegexSplit mustToDate ne nindent nospace not now osBase osClean osDir osExt osIsAbs
  plural println randAlpha randAlphaNum randAscii randBytes randInt randNumeric regexFind regexFindAll regexMatch
  regexQuoteMeta regexReplaceAll regexReplaceAllLiteral regexSplit repeat replace round semver semverCompare seq
  sha1sum sha256sum sha512sum shuffle snakecase splitList splitn squote sub subf substr swapcase title toDate
  toDecimal trim trimAll trimPrefix trimSuffix trimall trunc typeIs typeIsLike typeOf unixEpoch until untilStep
  untitle upper urlJoin urlParse urlquery uuidv4 wrap wrapWith any all`
    .split(/\s+/)
    .filter((name) => name !== ''),
);
