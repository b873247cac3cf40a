# SPDX-License-Identifier: Apache-2.0
"""Letter pairs in names and strings of Python 3.11's standard library; made by tools/surprise.py."""

from __future__ import annotations

# Row: the symbol before (edge, a to z, digit); column: the one after. A character c stands for
# (ord(c) - 33) quarters of a bit: the surprise of that pair.
BITS = (
    r"b240222652C:33451@2.2697=B@64I601H@4M5K;.10K4J-0,86=<;ID--<8;0B@D14F-;>09G23=-LCK2?://F:>.>D/7Z02="
    r"A*?H3:.5BHN<N='2?@5*<@J.GG3EA1BI86;3EFH=K@)4@32;7;JAQE46/@8;-/0B;<4:IB-1G;:22=E)KO2@@-AK/743OCN<R7"
    r"(7@??)F952RR5;48BV2197BELRA>**D@>*FGF0U?;<@-EQ5<19KKLAKA78633674OCLG/3)/6H5//I9O8\8G*0F6=*=FF6F7=@"
    r"F.3F@1@-F@F>F9'4?<<(89@1NH7C9<;C<2==E6RFHB,/<?4);GF-PE0D?.:QC636CHS8ID-+7@;)DGG2MA75?..XD6:8JLL>TD"
    r"+0A2./6/E4N;;B:2<IB1-79GNCLB18820F99J=L931+62\,432:4;KD<,,D=<-<C=3YC0AB04H.718CBR3Y>,AA<?BADDDFJ7B"
    r":@<775A#BDFJJ;*0A79*?8H0T<<79/=X4129<CJ7XH(7F6A,B?51Q<;?C54A?2,5CAI8ND(0B:<+;I2.SA;=B2:L0567EAG6DB"
    r"6737908:J3WI.1,90S.0,AHMCOGH/+@;E%ACF.RNB=>:BR>>AKJAGRN9)-B=:2?G5,II::11@G/1?FI9@MK<(9@1>0=F<2QJ:5"
    r"D<0M@;*@@D95B4%B><>7@DH<SS783>-S=//A@;HGA>+2K?>&=K7.KK:9?3<KA<=?K>K=?5%A>=9B@HFFPP@GDEFPG?DGLL?IT&"
)
