using Taler.Merchant;

namespace Taler.Paywall.Orders;

/// <summary>Sees every refund that leaves this application and has its order forgotten as paid, whatever became of it.</summary>
internal sealed class RefundWatch(TrustedPayments payments) : DelegatingHandler
{
    private const string Suffix = "/refund";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            if (request.Method == HttpMethod.Post && RefundedOrder(request.RequestUri) is { } orderId)
                await payments.ForgetAsync(orderId);
        }
    }

    private static OrderId? RefundedOrder(Uri? url)
    {
        if (url is null || !url.AbsolutePath.EndsWith(Suffix, StringComparison.Ordinal))
            return null;
        var path = url.AbsolutePath[..^Suffix.Length];
        return OrderId.TryParse(Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]), out var orderId) ? orderId : null;
    }
}
