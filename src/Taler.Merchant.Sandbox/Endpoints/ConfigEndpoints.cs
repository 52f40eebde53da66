using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Endpoints;

/// <summary><c>GET config</c>: who we are and what we speak.</summary>
internal sealed class ConfigEndpoints(Instance instance)
{
    private const string Version = "25:0:13";

    public void Map(IEndpointRouteBuilder routes) => routes.Get("config", Config);

    private Answer Config(HttpContext context) => Answer.Json(200, new JsonObject
    {
        ["version"] = Version,
        ["name"] = "taler-merchant",
        ["implementation"] = "urn:net:taler:specs:taler-merchant:sandbox",
        ["currency"] = instance.Currency,
        ["currencies"] = new JsonObject
        {
            [instance.Currency] = new JsonObject
            {
                ["name"] = instance.Currency + " (sandbox, no money)",
                ["currency"] = instance.Currency,
                ["num_fractional_input_digits"] = 2,
                ["num_fractional_normal_digits"] = 2,
                ["num_fractional_trailing_zero_digits"] = 2,
                ["alt_unit_names"] = new JsonObject { ["0"] = instance.Currency },
            },
        },
        ["exchanges"] = new JsonArray(),
        ["have_self_provisioning"] = false,
        ["have_donau"] = false,
    });
}
