using System.Text.Json;
using System.Text.Json.Serialization;

namespace Taler.Paywall.Responses;

/// <summary>What programs get: a problem (RFC 9457) with what they need to act on it.</summary>
internal sealed record PaymentProblem(
    string Type,
    string Title,
    int Status,
    string? Detail = null,
    [property: JsonPropertyName("taler_pay_uri")] string? TalerPayUri = null,
    [property: JsonPropertyName("order_status_url")] string? OrderStatusUrl = null,
    string? Price = null,
    string? Summary = null,
    [property: JsonPropertyName("order_url")] string? OrderUrl = null)
{
    public const string MediaType = "application/problem+json";
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PaymentProblem))]
internal sealed partial class PaymentProblemJson : JsonSerializerContext;
