using System.Text.Json.Nodes;
using Taler.Merchant.Sandbox.Orders;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Endpoints;

/// <summary>How the private endpoints describe an order.</summary>
internal static class PrivateOrderJson
{
    public static JsonObject Status(Order order, PrivateStatus status, SessionId? session, Order? alreadyPaid, Uri baseUrl, bool withLogo)
    {
        var json = status switch
        {
            PrivateStatus.Unpaid => Unpaid(order, session, alreadyPaid, baseUrl, withLogo),
            PrivateStatus.Claimed => Claimed(order, withLogo),
            PrivateStatus.Paid => Paid(order, withLogo),
        };
        json["order_status_url"] = OrderUrls.StatusUrl(order, baseUrl, session);
        return json;
    }

    public static JsonObject Entry(Order order, Timestamp now) => new()
    {
        ["order_id"] = order.Id.Value,
        ["row_id"] = order.Row,
        ["timestamp"] = TalerTime.ToJson(order.Proposal.Created),
        ["amount"] = (order.Payment?.Amount ?? order.Proposal.Prices[0]).ToString(),
        ["summary"] = order.Proposal.Summary,
        ["refundable"] = order.Payment is { } payment && now <= order.Proposal.RefundDeadline && order.RefundGranted < payment.Amount,
        ["paid"] = order.Payment is not null,
        ["refund_amount"] = order.RefundGranted.ToString(),
        ["pending_refund_amount"] = (order.RefundGranted - order.RefundTaken).ToString(),
    };

    private static JsonObject Unpaid(Order order, SessionId? session, Order? alreadyPaid, Uri baseUrl, bool withLogo)
    {
        var proposal = order.Proposal;
        var json = new JsonObject
        {
            ["order_status"] = "unpaid",
            ["taler_pay_uri"] = OrderUrls.PayUri(order, baseUrl, session),
            ["summary"] = proposal.Summary,
            ["creation_time"] = TalerTime.ToJson(proposal.Created),
            ["pay_deadline"] = TalerTime.ToJson(proposal.PayDeadline),
            ["proto_contract_terms"] = Contract.Proposed(proposal, withLogo),
        };
        if (!proposal.HasChoices)
            json["total_amount"] = proposal.Prices[0].ToString();
        if (alreadyPaid is not null)
        {
            json["already_paid_order_id"] = alreadyPaid.Id.Value;
            json["already_paid_fulfillment_url"] = alreadyPaid.Proposal.FulfillmentUrl;
        }
        return json;
    }

    private static JsonObject Claimed(Order order, bool withLogo) => new()
    {
        ["order_status"] = "claimed",
        ["contract_terms"] = Contract.Claimed(order.Proposal, order.Claim!.Nonce, withLogo),
    };

    private static JsonObject Paid(Order order, bool withLogo)
    {
        var payment = order.Payment!;
        var details = new JsonArray();
        foreach (var refund in order.Refunds)
        {
            details.Add((JsonNode)new JsonObject
            {
                ["amount"] = refund.Amount.ToString(),
                ["reason"] = refund.Reason,
                ["timestamp"] = TalerTime.ToJson(refund.Time),
                ["pending"] = refund.Pending,
            });
        }
        var json = new JsonObject
        {
            ["order_status"] = "paid",
            ["contract_terms"] = Contract.Claimed(order.Proposal, order.Claim!.Nonce, withLogo),
            ["last_payment"] = TalerTime.ToJson(payment.Time),
            ["deposit_total"] = Amount.Zero(payment.Amount.Currency).ToString(),
            ["refunded"] = order.IsRefunded,
            ["refund_pending"] = order.RefundPending,
            ["refund_amount"] = order.RefundGranted.ToString(),
            ["refund_details"] = details,
            ["wired"] = false,
            ["wire_details"] = new JsonArray(),
            ["wire_reports"] = new JsonArray(),
            ["exchange_code"] = 0,
            ["exchange_http_status"] = 0,
            ["exchange_ec"] = 0,
            ["exchange_hc"] = 0,
        };
        if (payment.ChoiceIndex is { } choice)
            json["choice_index"] = choice;
        return json;
    }
}
