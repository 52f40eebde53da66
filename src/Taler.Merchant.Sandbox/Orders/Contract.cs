using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Orders;

/// <summary>Writes the contract of an order, and its hash.</summary>
internal static class Contract
{
    private const int LogoBytes = 12_000;

    private static readonly string Logo = MakeLogo();

    /// <summary>The terms before a wallet claimed them: without nonce.</summary>
    public static JsonObject Proposed(Proposal proposal, bool withLogo)
    {
        var terms = JsonNode.Parse(proposal.Terms)!.AsObject();
        var merchant = new JsonObject { ["name"] = "Taler sandbox", ["address"] = new JsonObject(), ["jurisdiction"] = new JsonObject() };
        if (withLogo)
            merchant["logo"] = Logo;
        terms["merchant"] = merchant;
        return terms;
    }

    /// <summary>The terms for the wallet that claimed them.</summary>
    public static JsonObject Claimed(Proposal proposal, string nonce, bool withLogo)
    {
        var terms = Proposed(proposal, withLogo);
        terms["nonce"] = nonce;
        return terms;
    }

    public static string Hash(JsonObject terms) => CrockfordBase32.Encode(SHA512.HashData(CanonicalJson.Write(terms)));

    /// <summary>A drawing with a long comment: contracts of real backends are as large.</summary>
    private static string MakeLogo()
    {
        var svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><rect width=\"1\" height=\"1\" fill=\"#0042b3\"/><!--"
            + new string('.', LogoBytes) + "--></svg>";
        return "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.ASCII.GetBytes(svg));
    }
}
