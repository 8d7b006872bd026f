import { expect, it } from 'vitest'
import { guessLanguage, isEnglish } from '../../../src/extraction/language/guess.ts'
import { loadLanguageModel } from '../../../src/extraction/language/model.ts'
import { segmentWords } from '../../../src/extraction/language/unspaced.ts'

const model = loadLanguageModel()

function guess(text: string): string | undefined {
  const words = segmentWords(text).map((word) => model.word(word))
  const known = words.filter((word) => word.known).length
  return isEnglish(words.length, known) ? undefined : guessLanguage(words)?.code
}

it.each([
  ['de', 'Die Wartung der Datenbank beginnt heute Abend, weil sie nicht länger warten kann.'],
  ['de', 'Wie viele Punkte gab die Verteidigung ab?'],
  ['de', 'Wer gewann den Super Bowl?'],
  ['es', 'Los usuarios no pueden entrar porque el servidor está lleno.'],
  ['es', '¿Cuántos puntos cedió la defensa de los Panthers?'],
  ['fr', 'Les utilisateurs ne peuvent pas entrer parce que le serveur est plein.'],
  ['it', 'Gli utenti non possono entrare perché il server è pieno.'],
  ['pt', 'Os usuários não podem entrar porque o servidor está cheio.'],
  ['nl', 'De gebruikers kunnen niet inloggen omdat de server vol is.'],
  ['sv', 'Användarna kan inte logga in eftersom servern är full och det är sent.'],
  ['fi', 'Käyttäjät eivät voi kirjautua sisään, koska palvelin on täynnä ja se on hidas.'],
  ['hu', 'A felhasználók nem tudnak belépni, mert a szerver megtelt és ez már nem jó.'],
  ['ro', 'Utilizatorii nu pot intra pentru că serverul este plin și nu mai are loc.'],
  ['tr', 'Kullanıcılar giremiyor çünkü sunucu çok dolu ve bu daha iyi değil.'],
  ['id', 'Pengguna tidak dapat masuk karena server ini sudah penuh.'],
  ['pl', 'Użytkownicy nie mogą się zalogować, ponieważ serwer jest już pełny.'],
  ['cs', 'Uživatelé se nemohou přihlásit, protože server je už plný a není místo.'],
  ['vi', 'Người dùng không thể đăng nhập vì máy chủ đã đầy và rất chậm.'],
  ['ru', 'Пользователи не могут войти, потому что сервер переполнен.'],
  ['uk', 'Користувачі не можуть увійти, тому що сервер вже переповнений або він не працює.'],
  ['bg', 'Потребителите не могат да влязат, защото сървърът е пълен и това е лошо.'],
  ['el', 'Οι χρήστες δεν μπορούν να συνδεθούν επειδή ο διακομιστής είναι γεμάτος.'],
  ['ar', 'لا يستطيع المستخدمون الدخول لأن الخادم ممتلئ.'],
  ['fa', 'کاربران نمی‌توانند وارد شوند زیرا سرور پر است و این را باید درست کرد.'],
  ['he', 'המשתמשים לא יכולים להיכנס כי השרת מלא.'],
  ['hi', 'उपयोगकर्ता प्रवेश नहीं कर सकते क्योंकि सर्वर भरा हुआ है।'],
  ['th', 'ผู้ใช้ไม่สามารถเข้าสู่ระบบได้เพราะเซิร์ฟเวอร์เต็ม'],
  ['ko', '서버가 가득 차서 사용자가 로그인할 수 없습니다.'],
  ['ja', 'サーバーがいっぱいなので、ユーザーはログインできません。'],
  ['zh', '因为服务器已满，用户无法登录。'],
])('%s: %s', (code, text) => {
  expect(guess(text)).toBe(code)
})

it.each([
  'The users cannot log in because the server is full.',
  'Die Casting of Aluminium Parts',
  'Kubernetes Prometheus Grafana',
  'São Paulo, Zürich and El Salvador',
  'fn post_exec_all(&mut self, state: &mut S) -> Result<(), Error> { Ok(()) }',
  'Assert.assertFalse(eqNull); Assert.assertTrue(eqSame);',
  'MIT Ben Drucker',
  'Verteidigung',
  '',
])('English, code, or unsure: %s', (text) => {
  expect(guess(text)).toBeUndefined()
})
