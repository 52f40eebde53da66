using System.Text.Json;
using System.Text.Json.Nodes;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Verdict;

/// <summary>What a program is told with 402.</summary>
/// <param name="PayUri">What the wallet is given, or null.</param>
/// <param name="OrderStatusUrl">Where people pay, or null.</param>
internal sealed record PaymentProblem(string? PayUri, string? OrderStatusUrl)
{
    /// <returns>Null: the answer is none by which a paywall of GNU Taler asks for money.</returns>
    public static PaymentProblem? Of(Answer answer)
    {
        if (answer.Status != 402)
            return null;
        var uri = answer["taler"];
        try
        {
            var problem = JsonNode.Parse(answer.RawBody) as JsonObject;
            uri ??= (string?)problem?["taler_pay_uri"];
            return uri is null ? null : new PaymentProblem(uri, (string?)problem?["order_status_url"]);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return uri is null ? null : new PaymentProblem(uri, OrderStatusUrl: null);
        }
    }
}
