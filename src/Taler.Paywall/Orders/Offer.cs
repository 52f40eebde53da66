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
        _terms = SHA256.HashData(Encode(
            resource.Price.ToString(), resource.Summary, fulfillmentUrl, site, resource.RefundDelay is { } delay ? delay.ToString() : "default"));
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
        var input = Encode(ProtocolTag, sessionId.Value, Resource.Name, Convert.ToHexString(_terms), previous?.Value ?? "");
        return OrderId.Parse(CrockfordBase32.Encode(SHA256.HashData(input))[..OrderIdLength]);
    }

    /// <summary>Joins texts so that different lists never give the same bytes: each is preceded by its length.</summary>
    private static byte[] Encode(params ReadOnlySpan<string> texts)
    {
        using var stream = new MemoryStream();
        Span<byte> length = stackalloc byte[4];
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            stream.Write(length);
            stream.Write(bytes);
        }
        return stream.ToArray();
    }
}
