"""What any model knows before it sees a prompt: which support words mean the same, in English and in other languages.

A compact list, no translation: a known word adds its English meaning to the text that is read.
"""

from __future__ import annotations

import re

from scripts.sandbox.not_bedrock.words import folded, words

_MEANINGS: dict[str, str] = {
    "invoice billing": "invoice receipt rechnung facture facturacion "
    "factura fattura fatura faktura 請求 領収書 发票 账单 счет",
    "charge payment": "charged billed debited abgebucht belastet "
    "abbuchung preleve debite prelevement cobrado "
    "cobrar cobro addebito addebitato cobranca 課金 引き落とし 二重 扣款 收费 списали",
    "refund billing": "refunded reimburse erstattung rueckerstattung "
    "ruckerstattung zuruckerstatten erstatten rembourser "
    "remboursement reembolso devolucion rimborso rimborsare reembolsar 返金 退款 возврат",
    "payment card": "pay paying paid zahlung bezahlen kreditkarte paiement carte pago "
    "tarjeta pagamento cartao 支払 カード 付款 支付 оплата",
    "address": "adresse direccion indirizzo endereco 住所 地址",
    "login sign in access": "log-in logon signin einloggen anmelden anmeldung "
    "zugang connexion connecter acceder sesion "
    "accesso accedere sessao locked 2fa authenticator ログイン サインイン 登录 登錄 войти вход",
    "password login": "passwort kennwort contrasena senha parola passcode パスワード 密码 密碼 пароль",
    "account": "konto compte cuenta conta benutzerkonto アカウント 账户 账号 аккаунт",
    "bug broken error": "error errors crash crashes crashed crashing freezes froze "
    "frozen glitch faulty fehler kaputt defekt "
    "erreur bogue plante errore erro falla averia エラー 不具合 動かない 動きません バグ 错误 故障 ошибка",
    "outage down unavailable": "offline unreachable downtime ausfall "
    "panne inaccessible caido caida "
    "interrupcion irraggiungibile indisponivel 503 502 障害 ダウン 落ちて 宕机 中断 недоступен",
    "feature idea wish": "suggestion suggest roadmap wunsch vorschlag "
    "wunsche fonctionnalite sugerencia gustaria "
    "funcionalidad suggerimento funzionalita sugestao 機能 要望 功能 建议 функцию",
    "pricing plan sales quote": "quotation discount upgrade seats preis preise "
    "angebot tarif devis prix precio precios "
    "presupuesto cotizacion prezzo prezzi preventivo preco orcamento 価格 料金プラン 見積 报价 价格 цена",
    "privacy data deletion gdpr": "erasure ccpa dsgvo datenschutz "
    "personenbezogenen rgpd personnelles privacidad lgpd "
    "privacidade riservatezza 個人情報 プライバシー 隐私 个人信息 персональные",
    "delete": "erase loschen losche loeschen supprimer suppression "
    "eliminar borrar cancellare eliminare excluir apagar "
    "削除 删除 удалить",
    "data": "daten donnees datos dati dados データ 数据 данные",
    "parcel shipping delivery": "package shipment courier tracking paket "
    "lieferung versand colis livraison paquete envio "
    "pacco spedizione encomenda entrega 荷物 配送 包裹 快递 посылка",
}

_PHRASES: dict[str, str] = {
    r"los(?:ing|t) (?:sales|money|orders|revenue|customers)": "outage down",
    r"(?:can ?not|can't|cant|unable to|won't let (?:me|us)) (?:log|sign|get) ?in(?:to)?": "login sign in",
    r"locked (?:me |us )?out": "login access",
    r"(?:does not|doesn't|doesnt|not|stopped|isn't) work(?:ing)?": "bug broken",
    r"does nothing|wrong (?:result|total|value|page)": "bug broken",
    r"funktioniert nicht|geht nicht|ne (?:fonctionne|marche) (?:pas|plus)": "bug broken",
    r"no funciona|non funziona|nao funciona": "bug broken",
    r"(?:is|are|went|goes|been|completely) (?:totally |completely )?down\b": "outage down unavailable",
    r"nicht erreichbar|hors (?:service|ligne)": "outage down unavailable",
    r"fuera de servicio|fora do ar|sta a terra": "outage down unavailable",
    r"(?:would|we'd|i'd) (?:love|like) (?:to see|an? |it if)": "feature idea wish",
    r"would be (?:great|nice|lovely|useful)": "feature idea wish",
    r"(?:please|could you|can you) (?:add|support)|dark mode": "feature idea wish",
    r"ware (?:schon|toll)|serait bien|sarebbe bello": "feature idea wish",
    r"how much (?:is|does|would|for)": "pricing sales plan",
    r"what (?:does it|would it) cost|book a demo|talk to sales": "pricing sales plan",
    r"mot de passe": "password login",
    r"delete (?:all )?(?:of )?(?:my|our) (?:personal )?(?:data|information)": "privacy data deletion",
    r"right to be forgotten": "privacy data deletion",
    r"money back": "refund",
}

_IDIOMS = re.compile(r"los(?:ing|t) (?:sales|money|orders|revenue|customers)|no idea")
_BY_WORD = {folded(known): meaning for meaning, listed in _MEANINGS.items() for known in listed.split()}
_UNSPACED = {known: meaning for known, meaning in _BY_WORD.items() if not known.isascii() and ord(known[0]) > 0x3000}
_LONG = sorted((known for known in _BY_WORD if known not in _UNSPACED and len(known) >= 6), key=len, reverse=True)
_PATTERNS = [(re.compile(pattern), meaning) for pattern, meaning in _PHRASES.items()]


def meanings(text: str) -> list[str]:
    """English support words for what a text says, once each, in the order of the lists."""
    plain = folded(text)
    found: dict[str, None] = {}
    for pattern, meaning in _PATTERNS:
        if pattern.search(plain):
            found.update(dict.fromkeys(meaning.split()))
    for known, meaning in _UNSPACED.items():
        if known in plain:
            found.update(dict.fromkeys(meaning.split()))
    for word in words(text):
        known = word if word in _BY_WORD else next((k for k in _LONG if k in word), "")
        if known and known not in _UNSPACED:
            found.update(dict.fromkeys(_BY_WORD[known].split()))
    return list(found)


def without_idioms(text: str) -> str:
    """The text without phrases that mean something other than their words ("losing sales" is not about sales)."""
    return _IDIOMS.sub(" ", folded(text))
