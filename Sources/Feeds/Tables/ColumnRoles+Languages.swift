/// What bars' columns are called in tables that were exported in another language, in the form in which names are compared. A word
/// that means something else in English, as `data` does, is none.
extension ColumnRoles {
  static let otherLanguages: [(role: String, names: [String])] = [
    (
      time,
      [
        "datum", "zeit", "datum_zeit", "fecha", "fecha_hora", "horodatage", "дата", "время", "日期", "时间", "日時", "日付",
        "날짜", "日付け",
      ]
    ),
    (
      "open",
      [
        "eröffnung", "eröffnungskurs", "apertura", "ouverture", "abertura", "открытие", "开盘", "开盘价", "始値", "시가",
        "eröffn", "ouv", "откр",
      ]
    ),
    (
      "high",
      [
        "hoch", "höchst", "máximo", "maximo", "plus_haut", "máxima", "massimo", "максимум", "最高", "最高价", "高値", "고가",
        "макс", "高",
      ]
    ),
    (
      "low",
      ["tief", "tiefst", "mínimo", "minimo", "plus_bas", "mínima", "мин", "低", "минимум", "最低", "最低价", "安値", "저가"]
    ),
    (
      "close",
      [
        "schluss", "schlusskurs", "cierre", "clôture", "cloture", "fechamento", "chiusura", "закрытие", "收盘", "收盘价",
        "終値", "종가", "zuletzt", "último", "ultimo", "dernier", "цена",
      ]
    ),
    ("volume", ["volumen", "объем", "объём", "成交量", "出来高", "거래량", "交易量"]),
  ]
}
