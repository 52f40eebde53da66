using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Taler.Merchant;
using Taler.Paywall.Orders;

namespace Taler.Paywall.Responses;

/// <summary>What programs get: a problem (RFC 9457) with what they need to act on it.</summary>
internal sealed record PaymentProblem(string Type, int Status, string Title, string? Detail)
{
    public const string MediaType = "application/problem+json";

    public static readonly PaymentProblem CookiesRequired = new(
        ProblemTypes.CookiesRequired,
        StatusCodes.Status402PaymentRequired,
        "The session is missing",
        "Send the session of an earlier answer, which is its cookie or its header Taler-Paywall-Session: it ties a payment to you.");

    public static readonly PaymentProblem BackendUnavailable = new(
        ProblemTypes.BackendUnavailable,
        StatusCodes.Status503ServiceUnavailable,
        "Payments cannot be checked now",
        "Nothing was charged. Ask again later with the session of this answer.");

    public static readonly PaymentProblem OrderLimit = new(
        ProblemTypes.OrderLimit,
        StatusCodes.Status429TooManyRequests,
        "Too many orders",
        "No order was created. Ask again after the pause that Retry-After names.");

    public static readonly PaymentProblem OrderReplaced = new(
        ProblemTypes.OrderReplaced,
        StatusCodes.Status503ServiceUnavailable,
        "The order had to be replaced",
        "Nothing was charged. Ask again at once with the session of this answer.");

    public static readonly PaymentProblem AmbiguousPath = new(
        ProblemTypes.AmbiguousPath,
        StatusCodes.Status400BadRequest,
        "The path can be read in more than one way",
        "Write it without encoded or doubled slashes, backslashes, dot segments, and dots or spaces at the end of a segment, and each query value once.");

    public static readonly PaymentProblem UnusableKey = new(
        ProblemTypes.IdempotencyKey,
        StatusCodes.Status400BadRequest,
        "The Idempotency-Key cannot be used",
        "Send one key of 22 to 255 visible ASCII characters, made from at least 128 random bits, because it opens what is paid with it. Or leave the header out.");

    [JsonPropertyName("taler_pay_uri")]
    public string? TalerPayUri { get; init; }

    [JsonPropertyName("order_status_url")]
    public string? OrderStatusUrl { get; init; }

    public string? Price { get; init; }

    public string? Summary { get; init; }

    [JsonPropertyName("order_url")]
    public string? OrderUrl { get; init; }

    public static PaymentProblem PaymentRequired(Offer offer, OrderStatus.Unpaid order) => For(
        offer, "Pay the order with a GNU Taler wallet, then ask again with the session of this answer, which is its cookie or its header Taler-Paywall-Session.")
        with
    {
        TalerPayUri = order.TalerPayUri.Value,
        OrderStatusUrl = order.OrderStatusUrl.AbsoluteUri,
    };

    public static PaymentProblem OrderFirst(Offer offer, string orderPath) => For(
        offer, "POST to the order URL with the session of this answer to create an order.") with
    { OrderUrl = orderPath };

    public static PaymentProblem Refunded(OrderStatus.Paid order) => new(
        ProblemTypes.Refunded,
        StatusCodes.Status402PaymentRequired,
        "The payment was refunded",
        order.RefundPending ? "The wallet has yet to pick the refund up at the order status URL." : null)
    {
        OrderStatusUrl = order.OrderStatusUrl.AbsoluteUri,
    };

    private static PaymentProblem For(Offer offer, string detail) => new(
        ProblemTypes.PaymentRequired, StatusCodes.Status402PaymentRequired, "Payment required", detail)
    {
        Price = offer.Resource.Price.ToString(),
        Summary = offer.Resource.Summary,
    };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PaymentProblem))]
internal sealed partial class PaymentProblemJson : JsonSerializerContext;
