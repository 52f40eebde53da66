using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Taler.Paywall.FunctionalTests.Protocols;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>What attackers need: a shop and raw sockets.</summary>
public abstract class AttackTests(SandboxFixture sandbox)
{
    protected const string Navigate = RawRequest.Navigate;

    protected static Match Find(string text, string pattern) => Regex.Match(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1));

    protected Task<Shop> OpenAsync(Action<WebApplication>? build) => Shop.OpenAsync(Shop.Settings(Sandbox.BaseUrl), build: build);

    /// <param name="shop">Where to.</param>
    /// <param name="request">The request, whole.</param>
    /// <param name="headOnly">For a connection that the server does not close: its answer is read up to its body.</param>
    protected static async Task<string> RawAsync(Shop shop, string request, bool headOnly = false)
    {
        if (!headOnly)
            return (await RawRequest.SendAsync(shop, request, Encoding.UTF8)).Text;
        using var client = await RawRequest.ConnectAsync(shop);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request));
        return (await RawRequest.ReadHeadAsync(client.GetStream())).Text;
    }

    protected SandboxFixture Sandbox => sandbox;
}
