using System.Net;
using Taler.Merchant;

namespace Taler.Paywall.Orders;

/// <summary>
/// Sees every refund that leaves this application. One that was made, or may have been, has its order forgotten as paid. After a refusal the backend
/// is only asked again: it knows whether an earlier refund stood in the way.
/// </summary>
internal sealed class RefundWatch(RememberedPayments payments) : DelegatingHandler
{
    private const string Suffix = "/refund";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isRefused = false;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            isRefused = IsRefusal(response.StatusCode);
            return response;
        }
        finally
        {
            if (request.Method == HttpMethod.Post && RefundedOrder(request.RequestUri) is { } orderId)
                await (isRefused ? payments.DropAsync(orderId) : payments.ForgetAsync(orderId));
        }
    }

    /// <summary>Whether nothing was done for certain. 408 and 429 tell of load, perhaps of a proxy that gave up waiting.</summary>
    private static bool IsRefusal(HttpStatusCode status) =>
        (int)status is >= 400 and < 500 && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);

    private static OrderId? RefundedOrder(Uri? url)
    {
        if (url is null || !url.AbsolutePath.EndsWith(Suffix, StringComparison.Ordinal))
            return null;
        var path = url.AbsolutePath[..^Suffix.Length];
        return OrderId.TryParse(Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]), out var orderId) ? orderId : null;
    }
}
