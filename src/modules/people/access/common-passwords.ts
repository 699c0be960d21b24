import { dictionary } from '@zxcvbn-ts/language-common';

/** Shorter ones are refused for their length already. */
const SHORTEST = 8;

/** What is common where this product is used, beside the general list. */
const FURTHER =
  `00000000 0123456789 01234567 0987654321 10203040 11111111 111111111 1111111111 11112222 11223344 1122334455 12121212
  123123123 12312312 123321123 12341234 1234554321 123454321 12345678 123456789 1234567890 12345678910 12345679 1234567a
  123456aa 123456ab 123456abc 1234abcd 1234qwer 123qwe123 123qweasd 12qwaszx 147258369 14789632 159357159 1a2b3c4d
  1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 1qazxsw23edc 20202020 22222222 23456789 31415926
  33333333 44444444 55555555 66666666 741852963 77777777 789456123 87654321 88888888 963852741 987654321 9876543210
  99999999 a1234567 a12345678 a123456789 a1b2c3d4 aa123456 aa12345678 aaaaaaaa abc12345 abc123456 abcd1234 abcd12345
  abcdefgh abcdefg1 access14 admin123 admin1234 admin12345 administrator alexander amanda123 anthony1 apple123 asdasdasd
  asdf1234 asdfasdf asdfghjk asdfghjkl asdfghjkl1 babygirl babygirl1 baseball baseball1 basketball batman123 beautiful
  benjamin blink182 bismillah bollywood brooklyn butterfly caroline carolina changeme changeme1 changeme123 charlie1
  chelsea1 chocolate christian christopher computer computer1 corvette cricket1 daniel123 danielle default1 diamond1
  dolphins dragon123 einstein elephant elizabeth eminem123 england1 everything facebook facebook1 fernando football
  football1 forever1 freedom1 friends1 garfield gateway1 ginger123 godzilla goodluck greenday guitar123 hello123 hello1234
  helloworld hellokitty hunter12 iceman123 ihateyou iloveyou iloveyou1 iloveyou2 iloveyou123 iloveyou! india123 infinity
  internet internet1 isabella jasmine1 jennifer jessica1 jesus123 jonathan jordan23 justin123 killer123 knight123
  krishna123 lakshmi1 letmein1 letmein123 lifeisgood liverpool liverpool1 logitech love1234 lovelove lovely123 loveyou1
  manchester manager1 marlboro master123 matthew1 maverick mercedes metallica michael1 michelle midnight mississippi
  monkey12 monkey123 motorola mountain mustang1 myspace1 nicholas nintendo nirvana1 november october1 omsairam p@$$w0rd
  p@55w0rd p@ssw0rd p@ssw0rd1 p@ssw0rd123 p@ssword p@ssword1 pa$$w0rd pa55word pakistan pass1234 pass12345 passw0rd
  passw0rd1 password password! password0 password01 password1 password1! password12 password123 password1234 password12345
  password2 password3 password@123 password_1 patricia performance platinum playboy1 pokemon1 pokemon123 porsche911
  princess princess1 princess123 q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qazwsx123 qazwsxedc qazxswedc qqqqqqqq qwaszx12
  qwer1234 qwerasdf qwert123 qwert12345 qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwertyui qwertyuiop
  qwertyuiop1 qwe123qwe qweasdzxc qweqweqwe rainbow1 realmadrid rockstar1 rockyou1 samantha samsung1 samsung123 sandeep1
  scorpion secret12 secret123 security september server123 shadow12 slipknot snoopy12 snowball soccer12 softball
  spiderman spiderman1 startrek starwars starwars1 steelers sterling stephanie strawberry success1 summer12 summer123
  summer2024 summer2025 summer2026 sunflower sunshine sunshine1 superman superman1 superman123 superstar swordfish
  tennis123 test1234 test12345 testtest thebeast thomas123 tigger12 tinkerbell trustno1 trustno1! undertaker user1234
  valentina vanessa1 veronica victoria victory1 warcraft welcome1 welcome12 welcome123 welcome1234 welcome@123 westside
  whatever whatever1 william1 windows1 winter123 winter2025 winter2026 wonderful xbox360x yankees1 yellow12 zaq12wsx
  zaq1zaq1 zaqxswcde zxcvbnm1 zxcvbnm123 zxcvbnmm`.split(/\s+/);

/**
 * The passwords that are tried first by whoever tries, of eight characters and more, lower-case: some 18 000, where
 * OWASP ASVS 5.0 (6.2.4) asks for the 3 000 most common ones.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  [...dictionary['passwords-common'].map(String), ...FURTHER].filter((password) => password.length >= SHORTEST),
);
