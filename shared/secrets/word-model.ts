// Written by scripts/train-words.ts.

/** Parts of a bit. */
export const BIT = 4;

/** How surprising a letter is after another: one row for each letter before, and one for none; `!` is 0. */
export const LETTERS: readonly string[] = [
  'E5/6A@1N5MC13+N5P12)7?CD7H',
  '/B4<)ECL24M*?857M:2A.JOR5L',
  '0I3C+GJ22X33=L)@O-=16LMQ5V',
  "-386'=@A,KB;:?.5D45;7BAN?N",
  '3>11999E9GD360>55,+->796<S',
  '-D>A04EZ&OE4AI-<J5>94INO0L',
  ".F5>'@76-MC7>69:H-2<2CCMBK",
  ',64>+=:A0MH;2;+7I34.;<AI>H',
  '6202544XQTG55*,6O:/1N9[?X;',
  '4CB=$B>@@B9@>C+:=@2M5=:C@C',
  '6>34&9ED.JK:5=95K2-94>AJHG',
  '/@8;)B>E(TD4BE/>L<602>KS8M',
  "'9>?+>II3WD@)F21M<7G:KKO@O",
  '/B.+141H5Q?=@782N8-,<9MRGS',
  '=945J=9R7O;2,)95W.;5-7:AAS',
  '-L64/FB>6VJ1C:+5K/41+>RR@V',
  'NKNBKKNIGGD8GBGIGD=I!IGGET',
  '/C3:(<8K,W;>79.:N73295JX4X',
  '5B-A-<?70U9==:23F6/(3GAS@U',
  '-=5:)<;7+ID;=B22H0257==T4Y',
  "<66;.GAS?TQ040A/X./'LQXJRR",
  '+MAL&MCF*MMGCJ2.IJDMELKIKM',
  "'A9>/CE;-HG9A3,@D418FECHKG",
  '1G)<-AJ@0F<0>A@+E?=.A?B:3D',
  '4:-23:6C2IJ8257*I..3<5DLF<',
  "'??@(@@D3D@<B;,?B>;@9B>GB;",
  '07.,371<2B?13:81B10449:BIA',
];

/** How surprising a lower case letter, an upper case letter and a digit are: at the start, and after each of them. */
export const CLASSES: readonly (readonly number[])[] = [
  [8, 2, 23],
  [1, 12, 33],
  [1, 12, 28],
  [7, 10, 4],
];
