using System.Text.Json.Serialization;

namespace Taler.Merchant.Wire;

/// <summary>The protocol's spelling: snake_case, absent instead of null, unknown members skipped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ErrorWire))]
[JsonSerializable(typeof(ConfigWire))]
[JsonSerializable(typeof(TokenRequestWire))]
[JsonSerializable(typeof(TokenWire))]
[JsonSerializable(typeof(CreateOrderRequestWire))]
[JsonSerializable(typeof(CreatedOrderWire))]
[JsonSerializable(typeof(OrderStatusWire))]
[JsonSerializable(typeof(OrderListWire))]
[JsonSerializable(typeof(RefundRequestWire))]
[JsonSerializable(typeof(RefundWire))]
[JsonSerializable(typeof(SessionPaidWire))]
[JsonSerializable(typeof(WebhookWire))]
[JsonSerializable(typeof(WebhookListWire))]
internal sealed partial class WireJson : JsonSerializerContext;

/// <summary>JSON that can be read but is not what the protocol promises. The message says what is wrong and quotes nothing.</summary>
internal sealed class WireException(string message) : Exception(message);

internal static class WireValues
{
    /// <summary>A member that must be there in this answer, though not in every one of its kind.</summary>
    public static T Require<T>(T? value, string member)
        where T : class => value ?? throw new WireException($"{member} is missing");

    /// <summary>The items of a list. The serializer lets null through as one of them.</summary>
    public static IEnumerable<T> Items<T>(IEnumerable<T?>? items, string member)
        where T : class => (items ?? []).Select(item => item ?? throw new WireException($"{member} has null in it"));

    public static OrderId OrderId(string value, string member = "order_id") =>
        Merchant.OrderId.TryParse(value, out var orderId) ? orderId : throw new WireException($"{member} is not an order-ID");

    public static OrderId? OptionalOrderId(string? value, string member) => string.IsNullOrEmpty(value) ? null : OrderId(value, member);

    public static Uri WebUrl(string? value, string member) =>
        Uri.TryCreate(Require(value, member), UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? url
            : throw new WireException($"{member} is not a web address");

    public static void RequireSame(OrderId asked, OrderId? answered, string member)
    {
        if (answered is not null && answered != asked)
            throw new WireException($"{member} names another order than the one that was asked for");
    }
}
