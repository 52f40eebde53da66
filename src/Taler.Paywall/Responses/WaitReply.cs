using System.Text.Json.Serialization;
using Taler.Paywall.Orders;

namespace Taler.Paywall.Responses;

/// <summary>What the script of the pay page reads: <c>{"order_status":"unpaid"}</c>.</summary>
internal sealed record WaitReply([property: JsonPropertyName("order_status")] string OrderStatus)
{
    public static WaitReply Of(PaymentNews news) => new(news switch
    {
        PaymentNews.Unpaid => "unpaid",
        PaymentNews.Claimed => "claimed",
        PaymentNews.Paid => "paid",
        PaymentNews.Changed => "changed",
        PaymentNews.Unknown => throw new ArgumentOutOfRangeException(nameof(news), news, "Nothing is known, so nothing is said."),
    });
}

[JsonSerializable(typeof(WaitReply))]
internal sealed partial class WaitReplyJson : JsonSerializerContext;
