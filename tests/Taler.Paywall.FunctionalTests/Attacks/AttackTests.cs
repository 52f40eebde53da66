using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>What attackers need: a shop and raw sockets.</summary>
public abstract class AttackTests(SandboxFixture sandbox)
{
    protected const string Navigate = "Accept: text/html\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";

    protected static Match Find(string text, string pattern) => Regex.Match(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1));

    protected Task<Shop> OpenAsync(Action<WebApplication>? build) => Shop.OpenAsync(Shop.Settings(Sandbox.BaseUrl), build: build);

    protected static async Task<string> RawAsync(Shop shop, string request, bool headOnly = false)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, shop.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        if (headOnly)
            return await reader.ReadLineAsync() ?? "";
        return await reader.ReadToEndAsync();
    }

    protected SandboxFixture Sandbox => sandbox;
}
