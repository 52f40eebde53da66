using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Taler.Merchant.Sandbox.Hosting;
using Taler.Merchant.Sandbox.Orders;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Wallets;

/// <summary>All wallets by name. A wallet begins when it is first used; the oldest are forgotten.</summary>
/// <remarks>What a wallet began it ends, whether or not its owner waits: else it would not know what it paid.</remarks>
internal sealed class WalletShelf(MerchantWire wire, OrderBook book, Instance instance, LongPoll longPoll, IHostApplicationLifetime lifetime, ILogger<WalletShelf> logger)
{
    private const int MaxWallets = 10_000;
    private const int MaxNameLength = 64;

    private static readonly TimeSpan LongestPatience = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Wallet> _wallets = new(StringComparer.Ordinal);
    private readonly Queue<string> _ages = new();

    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    public Task<WalletResult> ClaimAsync(string name, string? payUri, HttpRequest request) =>
        Take(name).ClaimAsync(ReadPayUri(payUri, request), lifetime.ApplicationStopping);

    public async Task<WalletResult> PayAsync(string name, string? payUri, HttpRequest request)
    {
        var uri = ReadPayUri(payUri, request);
        var wallet = Take(name);
        var result = await wallet.PayAsync(uri, lifetime.ApplicationStopping);
        if (result is { IsDone: true, Outcome: "paid" } && wallet.AutoRefundOf(uri.OrderId) is var patience && patience != default)
            _ = FetchRefundLaterAsync(wallet, new TalerRefundUri(uri.MerchantBaseUrl, uri.OrderId), patience);
        return result;
    }

    public Task<WalletResult> RefundAsync(string name, string? refundUri, HttpRequest request)
    {
        if (!TalerRefundUri.TryParse(refundUri, out var uri) || !IsOurs(uri.MerchantBaseUrl, request))
            throw new RefusedException(Refusal.RefundUriWrong, "taler_refund_uri");
        return Take(name).RefundAsync(uri, lifetime.ApplicationStopping);
    }

    /// <summary>Whether this wallet would show an earlier payment for the order in place of a new one. A look does not begin a wallet.</summary>
    public bool HasBought(string name, Order offer)
    {
        Wallet? wallet;
        lock (_gate)
            _wallets.TryGetValue(name, out wallet);
        return wallet is not null && wallet.HasBought(offer, book);
    }

    private async Task FetchRefundLaterAsync(Wallet wallet, TalerRefundUri uri, RelativeTime patience)
    {
        try
        {
            var limit = patience.ToTimeSpan() < LongestPatience ? patience.ToTimeSpan() : LongestPatience;
            var pending = await longPoll.AskAsync(limit, () => book.Find(uri.OrderId)?.RefundPending ?? false, isPending => isPending, lifetime.ApplicationStopping);
            if (pending)
                await wallet.RefundAsync(uri, lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException)
        {
            Log.AutoRefundEnded(logger, uri.OrderId.Value);
        }
    }

    private Wallet Take(string name)
    {
        if (!IsName(name))
            throw new RefusedException(Refusal.ParameterMalformed, "wallet");
        lock (_gate)
        {
            if (_wallets.TryGetValue(name, out var wallet))
                return wallet;
            _wallets.Add(name, wallet = new Wallet(wire));
            _ages.Enqueue(name);
            if (_ages.Count > MaxWallets)
                _wallets.Remove(_ages.Dequeue());
            return wallet;
        }
    }

    private TalerPayUri ReadPayUri(string? text, HttpRequest request) =>
        TalerPayUri.TryParse(text, out var uri) && IsOurs(uri.MerchantBaseUrl, request)
            ? uri
            : throw new RefusedException(Refusal.PayUriWrong, "taler_pay_uri");

    /// <summary>These wallets hold no money, so no other merchant shall ever meet them.</summary>
    private bool IsOurs(Uri merchant, HttpRequest request) =>
        merchant == instance.BaseUrl(request)
        || (merchant.IsLoopback && merchant.Port == wire.Local.Port && merchant.AbsolutePath == wire.Local.AbsolutePath);
}
