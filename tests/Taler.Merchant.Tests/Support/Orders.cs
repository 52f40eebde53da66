namespace Taler.Merchant.Tests.Support;

/// <summary>Orders and answers that many tests share.</summary>
internal static class Orders
{
    public static OrderId Id { get; } = OrderId.Parse("2026.029-02M2JNJ2TGA2P");

    public static SessionId Session { get; } = SessionId.Parse("5E5510N0F0NEBR0W5ER0000000");

    public static Amount Price { get; } = Amount.Parse("KUDOS:4");

    public static CreateOrderRequest Request(OrderId? orderId = null) => new() { Summary = "An essay", Amount = Price, OrderId = orderId };

    public static ScriptedAnswer Created { get; } = Answers.Json("""{"order_id":"2026.029-02M2JNJ2TGA2P"}""");

    public static ScriptedAnswer Refunded { get; } = Answers.Json("""{"taler_refund_uri":"taler://refund/backend.example/instances/shop/2026.029-02M2JNJ2TGA2P/"}""");

    public static ScriptedAnswer Config { get; } = Answers.Json("""{"name":"taler-merchant","version":"25:0:13","currency":"KUDOS"}""");

    public static ScriptedAnswer Paid { get; } = Answers.Json(RecordedAnswers.Paid);
}
