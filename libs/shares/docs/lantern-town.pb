META
key;value
description;Lantern Town (made-up election)
country;Nowhere
unit;Lantern Town
instance;2026
num_projects;12
num_votes;120
budget;120000
vote_type;approval
rule;equalshares/add1
comment;Synthetic: neither people nor projects exist
PROJECTS
project_id;cost;name
N1;42000;Riverside park with lanterns
N2;38000;Second sports hall floor
N3;27000;New street lights, North
N4;24000;Playground at North school
M1;19000;Shade trees on Market street
M2;16500;Night bus stop shelter
M3;14000;Market library corner
S1;12000;South clinic garden
S2;15500;Ramp to the south bridge
S3;4200;Repair cafe tools
A1;9800;Air sensors at schools
A2;3600;Bicycle pumps
VOTES
voter_id;neighborhood;vote
1;north;N2,M3,N3,N1,N4
2;north;A2,N4,N2,N3
3;north;N4,A1,N3,N1,N2
4;north;N1,S2,N4,A2
5;north;N1,N3,N2
6;north;N4,N2
7;north;N2,A2,N1
8;north;A1,N4,N3,N1
9;north;N2,A1,N4,N1,N3
10;north;N4,N1,N2,A2,N3
11;north;N4,N2,N1
12;north;N2,N4,A1
13;north;N3,A1,N4,N1,N2
14;north;N3,N2,N1
15;north;N3,N2,N4,S3
16;north;N3,A1,N1,M1,N2
17;north;N2,N1,N4
18;north;N2,N3,N1,N4,A2,A1
19;north;N1,N4,N2
20;north;N2,N1,N3
21;north;N4,N3,N2,N1
22;north;N4,N3,N2,N1
23;north;N1,N2,N4,A2
24;north;S2,N4,A2,N2,A1,N1,N3
25;north;N2,N4,A2,N3
26;north;A1,M3,N3,M2,N1,N4,N2
27;north;A2,A1,N1,N4
28;north;S2,N1,N3,N4
29;north;M3,A1,N1,N4
30;north;N1,N4,N3,A2
31;north;N3,N4,N1
32;north;N2,M2,N3,N1
33;north;N2,A2,N1,N4,A1
34;north;N1,A1,N2,M1,N3
35;north;M1,N4,N1,N2
36;north;N2,N3,A1,N1
37;north;N3,N2
38;north;N3,N1,S2,N4
39;north;N3,N2,N4,N1
40;north;A1,N1,N3,N4
41;north;N4,N3,N1,A2,A1,N2
42;north;M1,N2,A2,N3,N4,N1
43;north;N3,A1,A2,N2,N1
44;north;A1,N4,N1,N3
45;north;M1,N3
46;north;N2,N1,S2,A2,N3,A1
47;north;M1,N1,A2,N2,N3
48;north;A2,N1,A1,N3,N2,N4
49;north;N3,N4,N2
50;north;N1,A1,N2,N3,N4,A2
51;north;N3,N2,A2,N4,N1
52;north;N3,N2,N1
53;north;N2,N3,N4,N1,M1
54;north;S1,N1,N3,N2
55;north;N3,S1,N2,A2,N1,A1
56;north;N1,A2,N2,A1
57;north;A1,N1,N4,N2,A2
58;north;N4,M2,N1,N3
59;north;S3,A2,S1,N2,N1,N3
60;north;N1,A1,N3,N4,N2
61;north;N2,N3,N1,A1
62;north;N2,N1,N4,N3
63;market;M3,M1,M2,A2
64;market;M2,M1,M3
65;market;A2,M1,M3
66;market;M1,S3,M2
67;market;A2,M1
68;market;M2,A1,S2,M1
69;market;M2,A2
70;market;M2,M3
71;market;A2,M3,M1
72;market;A2,M3,M2
73;market;M3,N4,M2,N3
74;market;M2,M3,M1,A1
75;market;M1,A2,M3
76;market;M3,M1,A1,A2,M2,N2
77;market;M1,M3,M2
78;market;A2,M2,N3
79;market;S2,M1,M3,M2
80;market;A2,M3
81;market;S2,A2,M2
82;market;N1,M3,A1,M2,N3
83;market;M1,M3,A1,M2
84;market;M3,M2,M1,A2
85;market;M3,M2,A1,M1
86;market;A1,M1,M2
87;market;M2,M1,M3
88;market;A2,M3,M2,M1
89;market;M3,M1,A2
90;market;M1
91;market;M3,A2
92;market;M2,M1,M3
93;market;M3,M2
94;market;M2,M1,M3,A1
95;market;M2,M3
96;market;M3,M2,M1
97;south;S1,S3,A1,S2,A2
98;south;S1,S2
99;south;A1,S2,S3,S1
100;south;S3,S1,S2
101;south;S3,A2,S1,S2
102;south;S2
103;south;S2,A2
104;south;S1,A2,A1,S2
105;south;S3,S1,M2,S2
106;south;S2,S3
107;south;A2,S1
108;south;S2,S1,S3,N2
109;south;A2,S2,M2,S3,S1
110;south;S3,S1,S2,M2,A2
111;south;S2,S3,M3,S1
112;south;A1,S3
113;south;M2,M1,S3,S2
114;south;S2,S1
115;south;S3,S1,S2
116;south;S2,M3,S3
117;south;S1,S2,A2
118;south;S2,S1,A2,S3
119;south;S3,S2
120;south;S1,A1,S2
