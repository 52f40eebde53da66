using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;
using Taler.Paywall.Gate;
using Taler.Paywall.Orders;

namespace Taler.Paywall.Tests.Gate;

/// <summary>A page that waits while others hold the places.</summary>
public sealed class WaitActionTests
{
    private const string Essay = "/essays/maps";

    private static readonly IPAddress Crowded = IPAddress.Parse("203.0.113.7");

    [Fact]
    public async Task Where_one_address_holds_all_its_places_a_page_is_told_how_things_stand()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = (await site.SendAsync(Essay)).Cookie;
        var room = site.Services.GetRequiredService<WaitingRoom>();
        var places = Enumerable.Range(0, WaitingRoom.PlacesOfNetwork).Select(_ => room.TryEnter(SessionId.Create(), ClientNetwork.Of(Crowded))).ToList();

        var answer = await site.SendAsync(Essay + "?taler_paywall=wait", request =>
        {
            request.Headers.Cookie = cookie;
            request.HttpContext.Connection.RemoteIpAddress = Crowded;
        });

        Assert.DoesNotContain(null, places);
        Assert.Equal((StatusCodes.Status200OK, """{"order_status":"unpaid"}"""), (answer.Status, answer.Body));
    }
}
