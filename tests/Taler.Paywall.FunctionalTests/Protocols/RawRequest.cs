using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Taler.Paywall.FunctionalTests.Protocols;

/// <summary>Requests byte by byte, as no client library would write them.</summary>
internal static class RawRequest
{
    public const string Navigate = "Accept: text/html\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";

    public static string Cookie(Visitor visitor) => $"Cookie: .Taler.Paywall={visitor.Browser.PaywallCookie}\r\n";

    /// <summary>Sends a request and reads until the server closes the connection, which it must therefore be asked for.</summary>
    /// <param name="shop">Where to.</param>
    /// <param name="request">The request, whole.</param>
    /// <param name="encoding">What its characters and those of the answer are; a byte each unless told otherwise.</param>
    public static async Task<RawAnswer> SendAsync(Shop shop, string request, Encoding? encoding = null)
    {
        encoding ??= Encoding.Latin1;
        using var client = await ConnectAsync(shop);
        await client.GetStream().WriteAsync(encoding.GetBytes(request));
        using var reader = new StreamReader(client.GetStream(), encoding);
        return new RawAnswer(await reader.ReadToEndAsync());
    }

    public static async Task<TcpClient> ConnectAsync(Shop shop)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, shop.BaseAddress.Port);
        return client;
    }

    /// <summary>Reads the head of an answer and not one byte more.</summary>
    public static async Task<RawAnswer> ReadHeadAsync(Stream stream)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
            text.Append((char)one[0]);
        return new RawAnswer(text.ToString());
    }
}

/// <summary>An answer as it came over the wire.</summary>
internal sealed record RawAnswer(string Text)
{
    public int Status => int.Parse(Text.Split(' ')[1], CultureInfo.InvariantCulture);

    public string Body => Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public bool IsPaid => Text.Contains(Shop.Paid, StringComparison.Ordinal);

    public string? Header(string name) => Text[..Text.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n").Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .SingleOrDefault();
}
