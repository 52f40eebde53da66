using Taler.Merchant.Sandbox.Orders;

namespace Taler.Merchant.Sandbox.Endpoints;

/// <summary>The URLs and URIs under which an order is known.</summary>
internal static class OrderUrls
{
    public static string PayUri(Order order, Uri baseUrl, SessionId? session) =>
        new TalerPayUri(baseUrl, order.Id, session, order.ClaimToken).Value;

    public static string RefundUri(Order order, Uri baseUrl) => new TalerRefundUri(baseUrl, order.Id).Value;

    /// <summary>The order's page: with the claim token until it is claimed, with the hash of the contract since.</summary>
    public static string StatusUrl(Order order, Uri baseUrl, SessionId? session)
    {
        List<string> query = [];
        if (order.Claim is null && order.ClaimToken is { } token)
            query.Add("token=" + token.Value);
        else if (order.Claim is { } claim && (order.ClaimToken is not null || session is not null))
            query.Add("h_contract=" + claim.ContractHash);
        if (session is not null)
            query.Add("session_id=" + session.Value);
        var url = baseUrl.AbsoluteUri + "orders/" + Uri.EscapeDataString(order.Id.Value);
        return query.Count == 0 ? url : url + "?" + string.Join('&', query);
    }
}
