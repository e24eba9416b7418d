terraform {
  required_providers {
    zitadel = {
      source = "zitadel/zitadel"
    }
  }
}

variable "domain" {}
variable "port" {}
variable "key_file" {}
variable "org_id" {}
variable "name" {}

provider "zitadel" {
  domain   = var.domain
  port     = var.port
  insecure = "true"
  token    = var.key_file
}

resource "zitadel_org_idp_oidc" "provider" {
  org_id              = var.org_id
  name                = var.name
  issuer              = "https://accounts.example.com"
  client_id           = "client-id"
  client_secret       = "client-secret"
  scopes              = ["openid", "profile", "email"]
  is_linking_allowed  = true
  is_creation_allowed = true
  is_auto_creation    = false
  is_auto_update      = true
  is_id_token_mapping = false
}

output "id" {
  value = zitadel_org_idp_oidc.provider.id
}
