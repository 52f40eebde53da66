using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;

namespace Taler.Paywall.FunctionalTests.Kinds;

/// <summary>Controllers and actions, by attribute routes, conventional routes and areas.</summary>
public sealed class ControllerTests(SandboxFixture sandbox) : KindTests(sandbox), IClassFixture<SandboxFixture>
{
    [Fact]
    public Task An_action_with_the_attribute_is_sold() => ExpectSoldAsync("/kinds/action", app => app.MapControllers());

    [Fact]
    public Task A_controller_with_the_attribute_is_sold() => ExpectSoldAsync("/sold", app => app.MapControllers());

    [Fact]
    public Task Controllers_are_sold_by_the_fluent_form() =>
        ExpectSoldAsync("/kinds/free", app => app.MapControllers().RequireTalerPayment("KUDOS:3"));

    [Theory]
    [InlineData("/kinds/free")]
    [InlineData("/sold/disabled")]
    public async Task An_action_beside_a_sold_one_is_free(string path)
    {
        await using var shop = await OpenAsync(app => app.MapControllers());

        await ExpectFreeAsync(shop, path);
    }

    [Fact]
    public Task A_conventional_route_is_sold() =>
        ExpectSoldAsync("/conventional/sold", app => app.MapControllerRoute("default", "{controller}/{action}"));

    [Fact]
    public async Task An_action_beside_it_is_free()
    {
        await using var shop = await OpenAsync(app => app.MapControllerRoute("default", "{controller}/{action}"));

        await ExpectFreeAsync(shop, "/conventional/free");
    }

    [Theory]
    [InlineData("/library/hall/sold")]
    [InlineData("/LIBRARY/Hall/Sold")]
    public Task An_action_in_an_area_is_sold(string path) =>
        ExpectSoldAsync(path, app => app.MapAreaControllerRoute("library", "Library", "library/{controller}/{action}"));

    [Fact]
    public Task A_fallback_to_an_action_with_the_attribute_is_sold() =>
        ExpectSoldAsync("/anything", app => app.MapFallbackToController("Sold", "Conventional"));
}

public sealed class KindsController : ControllerBase
{
    [HttpGet("/kinds/action")]
    [RequireTalerPayment("KUDOS:3", "An action")]
    public IActionResult Action() => Content(Shop.Paid);

    [HttpGet("/kinds/free")]
    public IActionResult Free() => Content(Shop.Paid);
}

[RequireTalerPayment("KUDOS:3", "A controller")]
public sealed class SoldController : ControllerBase
{
    [HttpGet("/sold")]
    public IActionResult Get() => Content(Shop.Paid);

    [HttpGet("/sold/disabled")]
    [DisableTalerPaywall]
    public IActionResult Disabled() => Content(Shop.Paid);
}

public sealed class ConventionalController : ControllerBase
{
    [RequireTalerPayment("KUDOS:3", "An action")]
    public IActionResult Sold() => Content(Shop.Paid);

    public IActionResult Free() => Content(Shop.Paid);
}

[Area("Library")]
public sealed class HallController : ControllerBase
{
    [RequireTalerPayment("KUDOS:3", "An action in an area")]
    public IActionResult Sold() => Content(Shop.Paid);
}
