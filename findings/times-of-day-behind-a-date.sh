#!/usr/bin/env bash
# Day.js reads the times 下午 3:00 and 中午12:30 that it wrote itself as 3:00 and 0:30 in the night
#
# Guess:     A time that Day.js writes in Chinese it reads back with the same format and locale, at each hour of the day. So
#            do Moment.js, Luxon and date-fns.
# Versions:  dayjs 1.11.23, moment 2.31.0, luxon 3.7.2, date-fns 4.4.0 (npm), Node.js 20 or newer
# Behaviour: Day.js steps over signs and blanks of a format, not over 年, 月 and 日. With a blank before the part of the day it takes
#            those that are left for the part of the day, and 下午 counts for nothing. Without the blank, or with 年, 月 and 日 in
#            brackets, it knows 下午, but 中午 is a morning, for the first hour of it is 11. Only the strict mode
#            refuses the text, and it is right. The other three read each time as it was.
# Output:    format                      written                  read   strict
#            YYYY年M月D日 A h:mm         2026年3月1日 下午 3:00   03:00  refused
#            YYYY年M月D日 A h:mm         2026年3月1日 凌晨 12:30  12:30  refused
#            YYYY年M月D日Ah:mm           2026年3月1日下午3:00     15:00  15:00
#            YYYY年M月D日Ah:mm           2026年3月1日中午12:30    00:30  refused
#            YYYY[年]M[月]D[日] A h:mm   2026年3月1日 下午 3:00   15:00  15:00
#            YYYY[年]M[月]D[日] A h:mm   2026年3月1日 中午 12:30  00:30  refused
# Why a credit portal cares: Notices name the hour of a hearing and the end of a period in these words. A client that keeps what
#            its page shows invites to the hearing at three in the night, or lets a period end twelve hours early. Give times
#            as ISO 8601 beside the words, and write 15:00, not 下午 3:00.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
npm install --silent --no-audit --no-fund 'dayjs@1.11.23' 'moment@2.31.0' 'luxon@3.7.2' 'date-fns@4.4.0'

cat >read.cjs <<'JS'
const dateFns = require("date-fns");
const { zhCN } = require("date-fns/locale");
const dayjs = require("dayjs");
require("dayjs/locale/zh-cn");
dayjs.extend(require("dayjs/plugin/customParseFormat"));
const { DateTime } = require("luxon");
const moment = require("moment");
require("moment/locale/zh-cn");

const LUXON = "y年M月d日 a h:mm";
const DATE_FNS = "yyyy年M月d日 a h:mm";
const shown = (read) => (read.isValid() ? read.format("HH:mm") : "refused");

const rows = JSON.parse(process.argv[2]).map(([format, time]) => {
  const text = dayjs(`2026-03-01T${time}`).locale("zh-cn").format(format);
  return [format, text, shown(dayjs(text, format, "zh-cn")), shown(dayjs(text, format, "zh-cn", true))];
});

const wrong = [];
for (let hour = 0; hour < 24; hour += 1) {
  const given = new Date(2026, 2, 1, hour, 30);
  const format = "YYYY年M月D日 A h:mm";
  const byMoment = moment(moment(given).locale("zh-cn").format(format), format, "zh-cn");
  const luxon = { locale: "zh-CN" };
  const byLuxon = DateTime.fromFormat(DateTime.fromJSDate(given).setLocale("zh-CN").toFormat(LUXON), LUXON, luxon);
  const written = dateFns.format(given, DATE_FNS, { locale: zhCN });
  const byDateFns = dateFns.parse(written, DATE_FNS, new Date(0), { locale: zhCN });
  for (const read of [byMoment.valueOf(), byLuxon.toMillis(), byDateFns.getTime()])
    if (read !== given.getTime()) wrong.push(hour);
}
console.log(JSON.stringify([rows, wrong]));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

SPACED, CLOSED, BRACKETS = "YYYY年M月D日 A h:mm", "YYYY年M月D日Ah:mm", "YYYY[年]M[月]D[日] A h:mm"
EXPECTED = {
    (SPACED, "15:00"): ["2026年3月1日 下午 3:00", "03:00", "refused"],
    (SPACED, "00:30"): ["2026年3月1日 凌晨 12:30", "12:30", "refused"],
    (CLOSED, "15:00"): ["2026年3月1日下午3:00", "15:00", "15:00"],
    (CLOSED, "12:30"): ["2026年3月1日中午12:30", "00:30", "refused"],
    (BRACKETS, "15:00"): ["2026年3月1日 下午 3:00", "15:00", "15:00"],
    (BRACKETS, "12:30"): ["2026年3月1日 中午 12:30", "00:30", "refused"],
}
asked = ["node", "read.cjs", json.dumps(list(EXPECTED))]
rows, wrong = json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)
print("format", "written", "read", "strict", sep="\t")
for row in rows:
    print(*row, sep="\t")
print("hours that Moment.js, Luxon or date-fns read otherwise:", wrong)
is_as_seen = [row[1:] for row in rows] == list(EXPECTED.values()) and wrong == []
sys.exit(0 if is_as_seen else "The behaviour has changed.")
PY
