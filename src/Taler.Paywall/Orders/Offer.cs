using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Taler.Merchant;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Orders;

/// <summary>
/// A resource as it is offered to one visitor now: all terms that go into an order. Order-IDs are computed from it, so that retries,
/// parallel tabs and several nodes make the same order.
/// </summary>
internal sealed class Offer
{
    private const string ProtocolTag = "taler-paywall-order-1";
    private const int OrderIdLength = 26;

    private readonly byte[] _terms;

    /// <param name="resource">What is sold.</param>
    /// <param name="fulfillmentUrl">Where the wallet returns to.</param>
    /// <param name="site">The configured address of the site; empty if none is. Never what a request says of itself.</param>
    public Offer(Resource resource, string fulfillmentUrl, string site)
    {
        Resource = resource;
        FulfillmentUrl = fulfillmentUrl;
        Site = site;
        _terms = Hash(
            resource.Price.ToString(), resource.Summary, fulfillmentUrl, site, resource.RefundDelay is { } delay ? delay.ToString() : "default");
        TermsHash = BinaryPrimitives.ReadUInt32BigEndian(_terms);
    }

    public Resource Resource { get; }

    public string FulfillmentUrl { get; }

    /// <summary>Tells shops at one backend apart.</summary>
    public string Site { get; }

    /// <summary>Tells whether an order in the cookie was made on other terms.</summary>
    public uint TermsHash { get; }

    /// <summary>The first order-ID of this session's chain, or the successor of another order.</summary>
    public OrderId OrderIdAfter(OrderId? previous, SessionId sessionId)
    {
        var hash = Hash(ProtocolTag, sessionId.Value, Resource.Name, Convert.ToHexString(_terms), previous?.Value ?? "");
        return OrderId.Parse(CrockfordBase32.Encode(hash)[..OrderIdLength]);
    }

    /// <summary>Hashes texts so that different lists never give the same bytes to hash: each is preceded by its length.</summary>
    private static byte[] Hash(params ReadOnlySpan<string> texts)
    {
        var length = 0;
        foreach (var text in texts)
            length += sizeof(int) + Encoding.UTF8.GetByteCount(text);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var written = 0;
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text, rented.AsSpan(written + sizeof(int)));
            BinaryPrimitives.WriteInt32BigEndian(rented.AsSpan(written), bytes);
            written += sizeof(int) + bytes;
        }
        var hash = SHA256.HashData(rented.AsSpan(0, written));
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }
}
